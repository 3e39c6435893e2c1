import { RECORD_BYTES } from '../velocity/record.ts'
import type { RecordLog } from '../velocity/record-log.ts'
import type { Slab } from '../velocity/slab.ts'
import { type BatchPart, CallLogs, type PartCells } from './call-logs.ts'
import type { CommandFrame } from './command-frame.ts'
import type { MarkArguments } from './mark-arguments.ts'
import type { Invocation } from './script.ts'

const NO_RECORD = -1

/** The logs of a part that are on one shard, and the records that go to them, each once. */
export class ShardRequest {
  readonly logs: CallLogs
  private readonly part: BatchPart
  private readonly slots: number[] = []
  private readonly numbers = new Map<number, number>()

  constructor(part: BatchPart, cells: PartCells, serial: number) {
    this.part = part
    this.logs = new CallLogs(part, cells, serial)
  }

  add(cell: number, log: RecordLog, appends: boolean): void {
    this.logs.add(cell, log, appends ? this.numberOf(this.part.batch.records[cell]!) : NO_RECORD)
  }

  pack(frame: CommandFrame, how: Invocation, slab: Slab, guard: MarkArguments | undefined): Buffer {
    const { epoch, lifetimes } = this.part
    const keys = this.logs.size + (guard === undefined ? 0 : 1)
    frame.start(3 + keys + 3 + lifetimes.length + (guard?.values.length ?? 0))
    for (const text of [how.command, how.argument, String(keys)]) frame.text(text)
    this.logs.writeKeys(frame)
    if (guard !== undefined) frame.text(guard.mark.key)
    frame.bytes(epoch.length, (target, at) => epoch.copy(target, at))
    frame.bytes(this.slots.length * RECORD_BYTES, (target, start) => {
      for (const [number, slot] of this.slots.entries()) slab.copyTo(slot, target, start + number * RECORD_BYTES)
    })
    frame.bytes(this.logs.planBytes(), (target, at) => this.logs.writePlan(target, at, guard?.mark.compactions))
    for (const lifetime of lifetimes) frame.text(lifetime)
    for (const value of guard?.values ?? []) frame.text(value)
    return frame.finish()
  }

  private numberOf(slot: number): number {
    const known = this.numbers.get(slot)
    if (known !== undefined) return known
    const number = this.slots.push(slot) - 1
    this.numbers.set(slot, number)
    return number
  }
}

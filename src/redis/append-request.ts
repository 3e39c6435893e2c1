import type { EncodedBatch } from '../velocity/encoded-batch.ts'
import { RECORD_BYTES } from '../velocity/record.ts'
import type { Slab } from '../velocity/slab.ts'
import { type BatchPart, CallLogs, nextPartSerial, PartCells } from './call-logs.ts'
import type { CommandFrame } from './command-frame.ts'
import { writeIdentityKey } from './key-heads.ts'
import type { MarkArguments } from './mark-arguments.ts'
import type { Invocation } from './script.ts'
import { writeUint32 } from './write-number.ts'

const CLAIM_BYTES = 16

/** What one call of the script on a single Redis is about: the events of a part, and each log that they go to. */
export class AppendRequest {
  readonly logs: CallLogs
  private readonly part: BatchPart
  private readonly slab: Slab
  private readonly ownCells: number[] = []

  constructor(part: BatchPart, slab: Slab) {
    const { batch, from, to } = part
    this.part = part
    this.slab = slab
    this.logs = new CallLogs(part, new PartCells((to - from) * batch.width), nextPartSerial())
    let cell = from * batch.width
    for (let event = from; event < to; event++) {
      for (let planLog = 0; planLog < batch.width; planLog++, cell++) {
        const log = batch.logs[cell]
        if (log === undefined) continue
        const isOwn = batch.records[cell] !== batch.slots[event]
        this.logs.add(cell, log, isOwn ? to - from + this.ownCells.push(cell) - 1 : event - from)
      }
    }
  }

  /** Writes the whole command; with `guard`, that of the marked script. */
  pack(frame: CommandFrame, how: Invocation, guard: MarkArguments | undefined): Buffer {
    const { from, to, batch, epoch, identityKeepMs, lifetimes } = this.part
    const events = to - from
    const keys = events + this.logs.size + (guard === undefined ? 0 : 1)
    frame.start(3 + keys + 7 + lifetimes.length + (guard?.values.length ?? 0))
    for (const text of [how.command, how.argument, String(keys)]) frame.text(text)
    for (let event = from; event < to; event++) writeIdentityKey(frame, batch.identities[event]!)
    this.logs.writeKeys(frame)
    if (guard !== undefined) frame.text(guard.mark.key)
    frame.text(String(events))
    frame.text(String(identityKeepMs))
    frame.bytes(epoch.length, (target, at) => epoch.copy(target, at))
    frame.bytes(events * CLAIM_BYTES, (target, at) => {
      for (let event = from; event < to; event++, at += CLAIM_BYTES) writeClaim(batch, event, target, at)
    })
    frame.bytes((events + this.ownCells.length) * RECORD_BYTES, (target, at) => this.writeRecords(target, at))
    frame.bytes(this.ownCells.length * 2, (target, at) => this.writeOwners(target, at))
    frame.bytes(this.logs.planBytes(), (target, at) => this.logs.writePlan(target, at, guard?.mark.compactions))
    for (const lifetime of lifetimes) frame.text(lifetime)
    for (const value of guard?.values ?? []) frame.text(value)
    return frame.finish()
  }

  private writeRecords(target: Buffer, start: number): void {
    const { batch, from, to } = this.part
    let at = start
    for (let event = from; event < to; event++, at += RECORD_BYTES) this.slab.copyTo(batch.slots[event]!, target, at)
    for (const cell of this.ownCells) {
      this.slab.copyTo(batch.records[cell]!, target, at)
      at += RECORD_BYTES
    }
  }

  private writeOwners(target: Buffer, start: number): void {
    let at = start
    for (const cell of this.ownCells) at = target.writeUInt16LE(this.logs.eventOf(cell) - this.part.from, at)
  }
}

/** What an event says of itself: 16 bytes, as `JUDGE_EVENTS` expects them. */
export function writeClaim({ contents, states }: EncodedBatch, event: number, target: Buffer, at: number): void {
  const word = event * 2
  writeUint32(target, at, contents[word]!)
  writeUint32(target, at + 4, contents[word + 1]!)
  writeUint32(target, at + 8, states[word]!)
  writeUint32(target, at + 12, states[word + 1]!)
}

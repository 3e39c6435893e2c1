import { Outage } from '../../src/model/problem.ts'
import type { History, HistoryPart, LogPosition, LogRange, PartitionExtent } from '../../src/ports.ts'
import { send } from './network.ts'
import type { SimulatedGroup } from './simulated-group.ts'
import type { SimulatedLog } from './simulated-log.ts'
import type { SimulatedProcess } from './simulated-process.ts'
import { TOPIC } from './simulated-source.ts'
import type { World } from './world.ts'

const TIMEOUT_MS = 200

export interface HistoryParts {
  world: World
  process: SimulatedProcess
  log: SimulatedLog
  group: SimulatedGroup
}

/** Reads the log behind the group, as src/kafka/history-reader.ts does: its partitions in any order, each in its own. */
export class SimulatedHistory implements History {
  private readonly parts: HistoryParts

  constructor(parts: HistoryParts) {
    this.parts = parts
  }

  extents(): Promise<PartitionExtent[]> {
    const { log, group } = this.parts
    return this.request('read extents', () =>
      log.partitions.map(({ length }, partition) => {
        const committed = group.committed[partition]!
        return {
          topic: TOPIC,
          partition,
          low: 0n,
          high: BigInt(length),
          committed: committed === 0 ? undefined : BigInt(committed),
        }
      }),
    )
  }

  positionsAt(timeMs: number): Promise<LogPosition[]> {
    return this.request('read positions', () =>
      this.parts.log.partitions.map((records, partition) => {
        const found = records.findIndex(each => each.timestampMs >= timeMs)
        return { topic: TOPIC, partition, offset: BigInt(found === -1 ? records.length : found) }
      }),
    )
  }

  async keepsMs(): Promise<number> {
    return Number.POSITIVE_INFINITY
  }

  async *read(ranges: readonly LogRange[]): AsyncGenerator<HistoryPart> {
    const { random } = this.parts.world
    let left = [...ranges]
    while (left.length > 0) {
      const range = random.pick(left)
      const part = await this.readPart(range, BigInt(random.whole(1, 8)))
      yield part
      left = left.flatMap(each => (each !== range ? each : part.to < range.to ? { ...range, from: part.to } : []))
    }
  }

  private async readPart({ topic, partition, from, to }: LogRange, recordsMax: bigint): Promise<HistoryPart> {
    const end = from + recordsMax < to ? from + recordsMax : to
    const messages = await this.request('read again', () =>
      this.parts.log.read(partition, Number(from), Number(end - from)),
    )
    const records = messages.map(({ key, value, offset, timestamp }) => ({
      topic,
      partition,
      offset: BigInt(offset),
      timestampMs: Number(timestamp),
      key,
      value,
    }))
    return { topic, partition, from, to: end, records }
  }

  private request<T>(what: string, execute: () => T): Promise<T> {
    const { world, process } = this.parts
    const noAnswer = () => new Outage('kafka', 'Request timed out')
    return send(world, process, { to: 'kafka', what, execute, noAnswer, timeoutMs: TIMEOUT_MS, mayLinger: false })
  }
}

import type { MemoryLog } from '../../src/embedded/memory-log.ts'
import type { History, HistoryPart } from '../../src/ports.ts'

/** Reads a log in memory again, in parts of `partRecordsMax`. */
export function memoryHistory(log: MemoryLog, partRecordsMax = 4): History & { recordsRead: number } {
  const history = {
    recordsRead: 0,
    async extents() {
      return log.partitions.map((records, partition) => {
        const committed = log.committed()[partition]!
        return {
          topic: log.topic,
          partition,
          low: 0n,
          high: BigInt(records.length),
          committed: committed === 0 ? undefined : BigInt(committed),
        }
      })
    },
    async positionsAt(timeMs: number) {
      return log.partitions.map((records, partition) => {
        const first = records.findIndex(each => (each.timestampMs ?? 0) >= timeMs)
        return { topic: log.topic, partition, offset: BigInt(first === -1 ? records.length : first) }
      })
    },
    async keepsMs() {
      return Number.POSITIVE_INFINITY
    },
    async *read(ranges: Parameters<History['read']>[0]): AsyncGenerator<HistoryPart> {
      for (const { topic, partition, from, to } of ranges) {
        for (let at = from; at < to; at += BigInt(partRecordsMax)) {
          const end = at + BigInt(partRecordsMax) < to ? at + BigInt(partRecordsMax) : to
          const records = log.partitions[partition]!.slice(Number(at), Number(end))
          history.recordsRead += records.length
          yield { topic, partition, from: at, to: end, records }
        }
      }
    },
  }
  return history
}

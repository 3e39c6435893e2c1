import type { EventBatch, EventRecord, EventSource, History, LogRange } from '../ports.ts'
import { untilNotHeld } from './until-not-held.ts'

export interface HistorySourceOptions {
  history: History
  ranges: readonly LogRange[]
  /** Most records of a batch. */
  batchRecordsMax?: number
}

export interface HistorySource extends EventSource {
  /** Of the ranges; offsets that hold nothing count too. */
  readonly recordsTotal: number
  /** How many of them have been passed. */
  readonly recordsRead: number
}

/**
 * Records of the past as a source, in the order in which the log got them, whatever their partitions: what was scored from
 * several partitions at once was scored in about that order. Each range is read by a reading of its own, so that one
 * partition can wait for another. Batches hold records of one topic. Remembers no commit.
 */
export function createHistorySource({ history, ranges, batchRecordsMax = 1000 }: HistorySourceOptions): HistorySource {
  const stopping = new AbortController()
  const readings = ranges.filter(({ from, to }) => from < to).map(range => new Reading(history, range))

  async function* batches(): AsyncGenerator<EventBatch> {
    try {
      await Promise.all(readings.map(reading => reading.fill()))
      let batch: EventRecord[] = []
      for (;;) {
        const next = earliest(readings)
        const isOther = batch.length > 0 && next?.head.topic !== batch[0]!.topic
        if (batch.length > 0 && (isOther || batch.length === batchRecordsMax)) {
          yield* untilNotHeld(batch, stopping.signal)
          batch = []
        }
        if (next === undefined || stopping.signal.aborted) return
        batch.push(next.reading.take())
        if (next.reading.isEmpty) await next.reading.fill()
      }
    } finally {
      await Promise.all(readings.map(reading => reading.close()))
    }
  }

  return {
    batches,
    stop: async () => stopping.abort(),
    async close() {
      stopping.abort()
      await Promise.all(readings.map(reading => reading.close()))
    },
    recordsTotal: readings.reduce((sum, { total }) => sum + total, 0),
    get recordsRead() {
      return readings.reduce((sum, { done }) => sum + done, 0)
    },
  }
}

/** One partition, and what was read of it and not taken yet. */
class Reading {
  readonly total: number
  private readonly parts: AsyncIterator<{ records: EventRecord[]; to: bigint }>
  private readonly from: bigint
  private records: readonly EventRecord[] = []
  private at = 0
  done = 0

  constructor(history: History, range: LogRange) {
    this.total = Number(range.to - range.from)
    this.from = range.from
    this.parts = history.read([range])[Symbol.asyncIterator]()
  }

  get isEmpty(): boolean {
    return this.at === this.records.length
  }

  get head(): EventRecord | undefined {
    return this.records[this.at]
  }

  /** Makes sure that there is a record, unless the range is done. */
  async fill(): Promise<void> {
    while (this.isEmpty) {
      const next = await this.parts.next()
      if (next.done) {
        this.done = this.total
        return
      }
      this.done = Number(next.value.to - this.from) - next.value.records.length
      this.records = next.value.records
      this.at = 0
    }
  }

  take(): EventRecord {
    this.done++
    return this.records[this.at++]!
  }

  async close(): Promise<void> {
    await this.parts.return?.()
  }
}

function earliest(readings: readonly Reading[]): { reading: Reading; head: EventRecord } | undefined {
  let least: { reading: Reading; head: EventRecord } | undefined
  for (const reading of readings) {
    const { head } = reading
    if (head === undefined) continue
    if (least === undefined || (head.timestampMs ?? 0) < (least.head.timestampMs ?? 0)) least = { reading, head }
  }
  return least
}

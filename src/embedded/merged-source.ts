import type { EventBatch, EventRecord, EventSource } from '../ports.ts'
import { untilNotHeld } from './until-not-held.ts'

export interface MergedSourceOptions {
  /** The first goes first where times are equal. */
  sources: readonly [EventSource, EventSource]
  /** Event time in milliseconds; undefined when it cannot be read: the record then follows the one before it at once. */
  timeOf: (record: EventRecord) => number | undefined
}

/**
 * Two sources as one, in the order of event times as far as each is in order itself. Batches hold records of one source only,
 * so that what is done for all of one kind in a batch is done in order too.
 */
export function createMergedSource({ sources, timeOf }: MergedSourceOptions): EventSource {
  const stopping = new AbortController()
  const stop = async (): Promise<void> => {
    stopping.abort()
    for (const source of sources) await source.stop()
  }
  const close = async (): Promise<void> => {
    for (const source of sources) await source.close()
  }
  async function* batches(): AsyncGenerator<EventBatch> {
    const [first, second] = [new Reader(sources[0], timeOf), new Reader(sources[1], timeOf)]
    for (;;) {
      await first.fill()
      await second.fill()
      if (first.isEmpty && second.isEmpty) return
      const taken =
        first.timeMs <= second.timeMs ? first.takeUpTo(second.timeMs, true) : second.takeUpTo(first.timeMs, false)
      yield* untilNotHeld(taken, stopping.signal)
    }
  }
  return { batches, stop, close }
}

/** What has been read of one source and not been given yet. */
class Reader {
  private readonly batches: AsyncIterator<EventBatch>
  private readonly timeOf: MergedSourceOptions['timeOf']
  private records: readonly EventRecord[] = []
  private at = 0
  /** Of the next record; infinite at the end. */
  timeMs = Number.NEGATIVE_INFINITY

  constructor(source: EventSource, timeOf: MergedSourceOptions['timeOf']) {
    this.batches = source.batches()[Symbol.asyncIterator]()
    this.timeOf = timeOf
  }

  get isEmpty(): boolean {
    return this.at === this.records.length
  }

  /** Makes sure that there is a record, unless the source has ended. */
  async fill(): Promise<void> {
    while (this.isEmpty) {
      const next = await this.batches.next()
      if (next.done) {
        this.timeMs = Number.POSITIVE_INFINITY
        return
      }
      this.records = next.value.records
      this.at = 0
      this.lookAhead()
    }
  }

  /** The records until one is later than the other source's next; at least one. */
  takeUpTo(otherMs: number, goesFirst: boolean): EventRecord[] {
    const taken: EventRecord[] = []
    do {
      taken.push(this.records[this.at++]!)
      this.lookAhead()
    } while (!this.isEmpty && (goesFirst ? this.timeMs <= otherMs : this.timeMs < otherMs))
    return taken
  }

  /** A late record does not wait: its own source has it where it stands. */
  private lookAhead(): void {
    if (this.isEmpty) return
    this.timeMs = Math.max(this.timeMs, this.timeOf(this.records[this.at]!) ?? this.timeMs)
  }
}

import type { EventBatch, EventSource } from '../ports.ts'

/** The batches of a source put together until they hold so many records, for work that costs much per batch. Ends a batch early only with the source. */
export function createGatheredSource(source: EventSource, batchRecordsMin: number): EventSource {
  async function* batches(): AsyncGenerator<EventBatch> {
    let parts: EventBatch[] = []
    let records = 0
    for await (const batch of source.batches()) {
      parts.push(batch)
      records += batch.records.length
      if (records < batchRecordsMin) continue
      yield together(parts)
      parts = []
      records = 0
    }
    if (parts.length > 0) yield together(parts)
  }
  return { batches, stop: () => source.stop(), close: () => source.close() }
}

function together(parts: readonly EventBatch[]): EventBatch {
  return {
    records: parts.flatMap(({ records }) => records),
    async commit() {
      for (const part of parts) await part.commit()
    },
    isOwned: () => parts.every(part => part.isOwned()),
    holdBack(place) {
      const releases = parts.map(part => part.holdBack(place))
      return () => {
        for (const release of releases) release()
      }
    },
  }
}

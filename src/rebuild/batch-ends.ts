import type { EventBatch, EventRecord, EventSource, LogPosition } from '../ports.ts'

/**
 * How far each batch goes that was taken and is not counted yet. The pipeline counts batches in the order in which it takes
 * them, so the first here is the one that is counted next.
 */
export class BatchEnds {
  private readonly waiting: { ends: LogPosition[]; assignment: object | undefined }[] = []

  /** The same source, with a note taken of every batch that it gives. */
  watch(source: EventSource): EventSource {
    const note = (batch: EventBatch): LogPosition[] => {
      const ends = endsOf(batch.records)
      this.waiting.push({ ends, assignment: batch.assignment })
      return ends
    }
    async function* batches(): AsyncGenerator<EventBatch> {
      for await (const batch of source.batches()) yield forgettingWhatIsHeld(batch, note(batch))
    }
    return { batches, stop: () => source.stop(), close: () => source.close() }
  }

  next(): readonly LogPosition[] {
    return this.waiting[0]?.ends ?? []
  }

  /** Under which the batch came that is counted next. */
  assignment(): object | undefined {
    return this.waiting[0]?.assignment
  }

  counted(): void {
    this.waiting.shift()
  }
}

/** What is held back is not counted with its batch. */
function forgettingWhatIsHeld(batch: EventBatch, ends: LogPosition[]): EventBatch {
  return {
    records: batch.records,
    commit: () => batch.commit(),
    isOwned: () => batch.isOwned(),
    holdBack(place) {
      const at = ends.findIndex(each => each.topic === place.topic && each.partition === place.partition)
      if (at !== -1) ends.splice(at, 1)
      return batch.holdBack(place)
    },
  }
}

/** Records come in order within a partition, so the last one of each says how far it goes. */
function endsOf(records: readonly EventRecord[]): LogPosition[] {
  const ends = new Map<string, Map<number, bigint>>()
  for (const { topic, partition, offset } of records) {
    let partitions = ends.get(topic)
    if (partitions === undefined) {
      partitions = new Map()
      ends.set(topic, partitions)
    }
    partitions.set(partition, offset + 1n)
  }
  return [...ends].flatMap(([topic, partitions]) =>
    [...partitions].map(([partition, offset]) => ({ topic, partition, offset })),
  )
}

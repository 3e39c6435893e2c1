/**
 * The way of a record through the desk, beside that through `src/pipeline.ts`:
 *
 *     record → decode → ingest → follow → commit
 *
 * Payments, decisions and outcomes are kept, and what follows from them (cases, labels, payments scored again) is done, in one
 * transaction for each batch; a second one judges those cases again that the news has a say in. Offsets are committed after both, so a
 * crash gives the batch again, and what is there already is not new.
 */
import type { Database, EventRecord, EventSource, Sql } from '../ports.ts'
import type { Policy } from '../ruleset/ruleset.ts'
import type { DeskDecoder, Refused } from './desk-decoder.ts'
import { follow, followUp } from './follow.ts'
import { type Arrived, type Ingested, ingest } from './ingest.ts'

export interface Desk {
  source: EventSource
  decoder: DeskDecoder
  database: Database
  /** Asked once per batch. */
  policy: () => Policy
  /** What else follows from new facts, in the same transaction. */
  alsoFollow: (sql: Sql, arrived: Arrived, fresh: Ingested) => Promise<void>
  /** Runs the act again and again while it throws `Outage`, so that nothing is skipped; see `waiting-out.ts`. */
  waitOut: <T>(act: () => Promise<T>) => Promise<T>
  onBatch: (batch: DeskBatch) => void
}

export interface DeskBatch {
  records: readonly EventRecord[]
  arrived: Arrived
  fresh: Ingested
  refused: readonly Refused[]
}

/** Runs until the source ends. Rejects on bugs and on faults that waiting cannot mend; nothing uncommitted is lost then. */
export async function runDesk(desk: Desk): Promise<void> {
  const { source, decoder, database, policy, alsoFollow, waitOut, onBatch } = desk
  for await (const batch of source.batches()) {
    const now = policy()
    const { arrived, refused } = await waitOut(() => decoder.decode(batch.records))
    const fresh = await waitOut(() =>
      database.transaction(async sql => {
        const ingested = await ingest(sql, arrived, now.money)
        await follow(sql, now, arrived, ingested)
        await alsoFollow(sql, arrived, ingested)
        return ingested
      }),
    )
    await waitOut(() => database.transaction(sql => followUp(sql, now, arrived)))
    await batch.commit()
    onBatch({ records: batch.records, arrived, fresh, refused })
  }
}

import type { EventBatch, EventRecord, EventSource } from '../ports.ts'
import { untilNotHeld } from './until-not-held.ts'

/** Records that are read a page at a time, as a source; a page is a batch. Remembers no commit. */
export function createPagesSource(pages: AsyncIterable<readonly EventRecord[]>): EventSource {
  const stopping = new AbortController()
  async function* batches(): AsyncGenerator<EventBatch> {
    for await (const page of pages) {
      if (stopping.signal.aborted) return
      yield* untilNotHeld(page, stopping.signal)
    }
  }
  const stop = async (): Promise<void> => stopping.abort()
  return { batches, stop, close: stop }
}

import type { EventBatch, EventRecord } from '../ports.ts'

/** Gives records of one partition again and again while they are held back: there is nothing else to give meanwhile. */
export async function* untilNotHeld(records: readonly EventRecord[], stopped: AbortSignal): AsyncGenerator<EventBatch> {
  let isHeld = true
  while (isHeld && !stopped.aborted) {
    isHeld = false
    let release = (): void => undefined
    const released = new Promise<void>(resolve => {
      release = resolve
    })
    stopped.addEventListener('abort', release, { once: true })
    const given = [...records]
    yield {
      records: given,
      commit: async () => undefined,
      isOwned: () => true,
      holdBack() {
        isHeld = true
        given.length = 0
        return release
      },
    }
    if (isHeld) await released
    stopped.removeEventListener('abort', release)
  }
}

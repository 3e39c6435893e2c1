import { setImmediate } from 'node:timers/promises'

/** A long computation that says where it may pause. It stays pure: whether anybody pauses there makes no difference to it. */
export type Pausable<T> = Generator<void, T>

/** How long the event loop may be kept from other work at a stretch; a step that takes longer by itself is not cut. */
const SLICE_MS = 5

/** Runs it without a pause. */
export function atOnce<T>(work: Pausable<T>): T {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}

/** Runs it slice by slice and lets the event loop turn in between, so that payments are not kept waiting by a reload. */
export async function inSlices<T>(work: Pausable<T>): Promise<T> {
  for (;;) {
    const endMs = performance.now() + SLICE_MS
    do {
      const step = work.next()
      if (step.done) return step.value
    } while (performance.now() < endMs)
    await setImmediate()
  }
}

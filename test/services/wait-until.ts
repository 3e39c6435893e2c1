import { setTimeout as sleep } from 'node:timers/promises'

/** Asks again and again until the answer is no longer `undefined` or false. Fails with the last error seen. */
export async function waitUntil<T>(
  what: string,
  timeoutMs: number,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const endMs = Date.now() + timeoutMs
  let cause: unknown
  while (Date.now() < endMs) {
    try {
      const answer = await ask()
      if (answer !== undefined && answer !== false) return answer
    } catch (error) {
      cause = error
    }
    await sleep(25)
  }
  throw new Error(`${what} did not come within ${timeoutMs} ms`, { cause })
}

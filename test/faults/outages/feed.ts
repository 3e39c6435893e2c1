import { setTimeout as sleep } from 'node:timers/promises'
import type { Stage } from '../../end-to-end/stage.ts'
import type { Streams } from './make-streams.ts'

const CHUNK = 50
const PAUSE_MS = 50

export interface Feed {
  /** How many records are in so far; what was sent again after an unclear answer is not counted twice. */
  readonly sent: number
  /** Resolves when all of the streams are in the topic; rejects when `stop` came first. */
  done: Promise<void>
  stop(): void
}

/**
 * Produces the streams, a chunk of each partition in turn and each chunk until the brokers have it, as a shop that never
 * gives up would. A chunk may stand twice after an unclear answer; order within a partition holds.
 */
export function feed(stage: Stage, streams: Streams, perSecond: number): Feed {
  let sent = 0
  let isStopped = false
  const chunksPerPause = Math.max(1, Math.round((perSecond * PAUSE_MS) / 1000 / CHUNK))
  async function run(): Promise<void> {
    const longest = Math.max(...streams.map(each => each.length))
    let chunks = 0
    for (let from = 0; from < longest; from += CHUNK) {
      for (const [partition, lines] of streams.entries()) {
        const messages = lines.slice(from, from + CHUNK).map(value => ({ key: `p${partition}`, value, partition }))
        if (messages.length > 0) await sendUntilTaken(messages)
        sent += messages.length
        if (++chunks % chunksPerPause === 0) await sleep(PAUSE_MS) // a pace, not a wait for something
      }
    }
  }
  async function sendUntilTaken(messages: { key: string; value: string }[]): Promise<void> {
    while (true) {
      try {
        return await stage.produce(messages)
      } catch (error) {
        if (isStopped) throw error
        await sleep(PAUSE_MS)
      }
    }
  }
  const done = run()
  done.catch(() => undefined) // told to whoever awaits it
  return {
    get sent() {
      return sent
    },
    done,
    stop: () => {
      isStopped = true
    },
  }
}

import { Worker } from 'node:worker_threads'
import type { PartJudgement } from '../../backtest/judged.ts'
import type { EventRecord } from '../../ports.ts'
import type { ShareOrder } from './open-share.ts'
import { type PackedJudgements, unpackJudgements } from './packed-judgements.ts'
import { packRecords } from './packed-records.ts'

/** What another thread made of a batch: the number of its payments, and by place in the batch what hit them. */
export interface RemoteJudgements {
  arrivals: number
  of: ReadonlyMap<number, readonly PartJudgement[]>
}

/** A share that works beside this thread. */
export interface OtherShare {
  send(records: readonly EventRecord[]): void
  /** Of the first batch that was not answered yet. One caller at a time. Rejects when the share has failed. */
  next(): Promise<RemoteJudgements>
  close(): Promise<void>
}

export type StartShare = (order: ShareOrder) => OtherShare

const SCRIPT = new URL('./share-worker.js', import.meta.url)

/**
 * Twice what Node gives a thread, so that a batch's payments die before they are copied. A whole command started with twice
 * as much (`--max-semi-space-size`) took about a tenth less CPU.
 */
const YOUNG_MB_MAX = 96

/** Undefined where this is run from the sources, as in unit tests: there is no script that a thread could start from. */
export const startThread: StartShare | undefined = import.meta.url.endsWith('.ts')
  ? undefined
  : order => new RemoteShare(order)

/** A share of the rules in a thread of its own. Answers come in the order in which batches were sent. */
class RemoteShare implements OtherShare {
  private readonly worker: Worker
  private readonly answers: RemoteJudgements[] = []
  private waiting: { resolve(answer: RemoteJudgements): void; reject(fault: Error): void } | undefined
  private fault: Error | undefined

  constructor(order: ShareOrder) {
    this.worker = new Worker(SCRIPT, { workerData: order, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB_MAX } })
    this.worker.on('message', (packed: PackedJudgements) =>
      this.answer({ arrivals: packed.arrivals, of: unpackJudgements(packed) }),
    )
    this.worker.on('error', fault => this.fail(fault instanceof Error ? fault : new Error(String(fault))))
    this.worker.on('exit', () => this.fail(new Error('a thread has ended')))
  }

  send(records: readonly EventRecord[]): void {
    const packed = packRecords(records)
    this.worker.postMessage(packed, [packed.bytes.buffer])
  }

  next(): Promise<RemoteJudgements> {
    const answer = this.answers.shift()
    if (answer !== undefined) return Promise.resolve(answer)
    if (this.fault !== undefined) return Promise.reject(this.fault)
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject }
    })
  }

  async close(): Promise<void> {
    await this.worker.terminate()
  }

  private answer(answer: RemoteJudgements): void {
    const { waiting } = this
    this.waiting = undefined
    if (waiting === undefined) this.answers.push(answer)
    else waiting.resolve(answer)
  }

  private fail(fault: Error): void {
    this.fault ??= fault
    this.waiting?.reject(this.fault)
    this.waiting = undefined
  }
}

import { Worker } from 'node:worker_threads'
import type { Look } from '../../backtest/backtest-look.ts'
import type { EventRecord } from '../../ports.ts'
import type { ShareOrder } from './open-share.ts'
import { packRecords } from './packed-records.ts'
import type { JudgedPart, ReadPart } from './share.ts'
import { type FromShare, receivePart, sendPart, type ToShare, unpackJudgements } from './share-messages.ts'
import type { ShareWork } from './share-work.ts'

export type StartShare = (order: ShareOrder) => ShareWork<Look | undefined>

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

/** A share in a thread of its own. */
class RemoteShare implements ShareWork<Look | undefined> {
  private readonly worker: Worker
  private readonly parts = new Answers<ReadPart>()
  private readonly judgements = new Answers<JudgedPart<Look | undefined>>()

  constructor(order: ShareOrder) {
    this.worker = new Worker(SCRIPT, { workerData: order, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB_MAX } })
    this.worker.on('message', (message: FromShare) => {
      if ('part' in message) this.parts.put(receivePart(message.part))
      else this.judgements.put(unpackJudgements(message.judged))
    })
    this.worker.on('error', fault => this.fail(fault instanceof Error ? fault : new Error(String(fault))))
    this.worker.on('exit', () => this.fail(new Error('a thread has ended')))
  }

  send(records: readonly EventRecord[]): void {
    const read = packRecords(records)
    this.post({ read }, [read.bytes.buffer])
  }

  part(): Promise<ReadPart> {
    return this.parts.next()
  }

  judge(parts: readonly ReadPart[], own: number): void {
    this.post({ judge: parts.map(sendPart), own })
  }

  judged(): Promise<JudgedPart<Look | undefined>> {
    return this.judgements.next()
  }

  async close(): Promise<void> {
    await this.worker.terminate()
  }

  private post(message: ToShare, transfer: ArrayBuffer[] = []): void {
    this.worker.postMessage(message, transfer)
  }

  private fail(fault: Error): void {
    this.parts.fail(fault)
    this.judgements.fail(fault)
  }
}

/** Answers in the order in which they came, for one who waits. */
class Answers<T> {
  private readonly here: T[] = []
  private waiting: { resolve(answer: T): void; reject(fault: Error): void } | undefined
  private fault: Error | undefined

  put(answer: T): void {
    const { waiting } = this
    this.waiting = undefined
    if (waiting === undefined) this.here.push(answer)
    else waiting.resolve(answer)
  }

  next(): Promise<T> {
    const answer = this.here.shift()
    if (answer !== undefined) return Promise.resolve(answer)
    if (this.fault !== undefined) return Promise.reject(this.fault)
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject }
    })
  }

  fail(fault: Error): void {
    this.fault ??= fault
    this.waiting?.reject(this.fault)
    this.waiting = undefined
  }
}

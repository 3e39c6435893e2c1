import type { EventRecord } from '../../ports.ts'
import type { JudgedPart, ReadPart, Share } from './share.ts'

/** A share that is given its parts of many batches ahead and answers in their order, wherever it works. */
export interface ShareWork<Look> {
  /** To be read. */
  send(records: readonly EventRecord[]): void
  /** Of the first batch that was not asked for yet. One caller at a time; rejects when the share has failed. */
  part(): Promise<ReadPart>
  /** To be counted and judged: all parts of the first batch that was not judged yet, of which `own` is its own. */
  judge(parts: readonly ReadPart[], own: number): void
  /** Likewise, in order. */
  judged(): Promise<JudgedPart<Look>>
  close(): Promise<void>
}

/** Works in this thread, one step after another. */
export class LocalShare<Look> implements ShareWork<Look> {
  private readonly share: Pick<Share<Look>, 'read' | 'judge'>
  private readonly parts: Promise<ReadPart>[] = []
  private readonly judgements: Promise<JudgedPart<Look>>[] = []
  private last: Promise<unknown> = Promise.resolve()

  constructor(share: Pick<Share<Look>, 'read' | 'judge'>) {
    this.share = share
  }

  send(records: readonly EventRecord[]): void {
    this.parts.push(this.next(() => this.share.read(records)))
  }

  part(): Promise<ReadPart> {
    return this.parts.shift()!
  }

  judge(parts: readonly ReadPart[], own: number): void {
    this.judgements.push(this.next(() => this.share.judge(parts, own)))
  }

  judged(): Promise<JudgedPart<Look>> {
    return this.judgements.shift()!
  }

  async close(): Promise<void> {}

  private next<T>(act: () => Promise<T>): Promise<T> {
    const done = this.last.then(act)
    done.catch(() => undefined) // told to whoever awaits it
    this.last = done
    return done
  }
}

import type { PartJudgement } from '../../backtest/judged.ts'
import { NO_HITS } from '../../backtest/part-judge.ts'
import type { SharedBatch } from './share.ts'

/** What a share made of a batch, for the thread that adds it up. */
export interface PackedJudgements {
  /** Payments of the batch, judged or not, so that both threads can see that they mean the same ones. */
  arrivals: number
  /** Only of payments that some rule hit: the place in the batch, and a judgement for each ruleset. */
  judged: (readonly [number, readonly PartJudgement[]])[]
}

export function packJudgements({ arrivals }: SharedBatch): PackedJudgements {
  const judged: PackedJudgements['judged'] = []
  arrivals.forEach(({ judgements }, at) => {
    if (judgements.some(each => each !== NO_HITS)) judged.push([at, judgements])
  })
  return { arrivals: arrivals.length, judged }
}

/** By place in the batch; what nothing hit is left out. */
export function unpackJudgements({ judged }: PackedJudgements): ReadonlyMap<number, readonly PartJudgement[]> {
  return new Map(judged)
}

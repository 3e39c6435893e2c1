/** What goes to a thread that works on a share, and back; packed, because copying objects between threads costs more than bytes. */
import type { RuleHits } from '../../backtest/judged.ts'
import { NO_HITS } from '../../backtest/rule-judge.ts'
import type { Outcome } from '../../model/outcome.ts'
import { EventRows, type SentRows } from '../../velocity/event-rows.ts'
import type { PackedRecords } from './packed-records.ts'
import type { Arrival, JudgedPart, ReadPart } from './share.ts'

export type ToShare = { read: PackedRecords } | { judge: readonly SentPart[]; own: number }
export type FromShare = { part: SentPart } | { judged: PackedJudgements }

export interface SentPart {
  rows: readonly SentRows[]
  outcomes: readonly Outcome[]
}

export function sendPart({ rows, outcomes }: ReadPart): SentPart {
  return {
    rows: rows.map(({ count, rowBytes, memory, identities }) => ({ count, rowBytes, memory, identities })),
    outcomes,
  }
}

export function receivePart({ rows, outcomes }: SentPart): ReadPart {
  return { rows: rows.map(each => new EventRows(each)), outcomes }
}

/** Payments in columns; what most of them have none of is listed by their places. */
export interface PackedJudgements {
  rejected: number
  verdicts: Arrival<unknown>['verdict'][]
  /** Of the judged ones, in order. */
  ids: string[]
  timesMs: Float64Array
  /** NaN where it is not known. */
  amountsMinor: Float64Array
  rulesets: number
  hits: [place: number, hits: readonly RuleHits[]][]
  looks: [place: number, look: unknown][]
}

export function packJudgements({ arrivals, rejected }: JudgedPart<unknown>, rulesets: number): PackedJudgements {
  const judged = arrivals.filter(each => each.verdict === 'new')
  const packed: PackedJudgements = {
    rejected,
    verdicts: arrivals.map(({ verdict }) => verdict),
    ids: judged.map(({ id }) => id),
    timesMs: Float64Array.from(judged, ({ occurredAtMs }) => occurredAtMs),
    amountsMinor: Float64Array.from(judged, ({ amountMinor = Number.NaN }) => amountMinor),
    rulesets,
    hits: [],
    looks: [],
  }
  judged.forEach(({ hits, look }, place) => {
    if (hits.some(each => each !== NO_HITS)) packed.hits.push([place, hits])
    if (look !== undefined) packed.looks.push([place, look])
  })
  return packed
}

/** `look` is what was packed: its type is known to those who started the share. */
export function unpackJudgements<Look>(packed: PackedJudgements): JudgedPart<Look> {
  const { rejected, verdicts, ids, timesMs, amountsMinor, rulesets } = packed
  const hitsOf = new Map(packed.hits)
  const lookOf = new Map(packed.looks)
  const nothing = Array.from({ length: rulesets }, () => NO_HITS)
  let place = -1
  const arrivals = verdicts.map((verdict): Arrival<Look> => {
    if (verdict !== 'new') return { verdict }
    place++
    const amount = amountsMinor[place]!
    return {
      verdict,
      id: ids[place]!,
      occurredAtMs: timesMs[place]!,
      amountMinor: Number.isNaN(amount) ? undefined : amount,
      look: lookOf.get(place) as Look,
      hits: hitsOf.get(place) ?? nothing,
    }
  })
  return { arrivals, rejected }
}

import { parseDuration } from '../../ruleset/duration.ts'
import { readWhen, WHEN_FORMS } from '../backtest/when.ts'

export interface SuggestCommandOptions {
  rules: string
  in?: string
  outcomes?: string
  labels?: string
  database?: string
  settings?: string
  since?: string
  until?: string
  legitAfter?: string
  reviewCost: string
  insultCost: string
  leastLabelled: string
  shadow?: boolean
  format: 'human' | 'json'
}

export interface ReadOptions {
  sinceMs: number | undefined
  untilMs: number | undefined
  /** Payments of the desk before this time that have no label count as good; milliseconds since 1970. */
  legitBeforeMs: number | undefined
  reviewCost: number
  insultCost: number
  labelledMin: number
}

/** What the options say, or a sentence on what is wrong with them. */
export function readOptions(options: SuggestCommandOptions, nowMs: number): ReadOptions | string {
  const { since, until, legitAfter } = options
  const wrong = notTogether(options)
  if (wrong !== undefined) return wrong
  const sinceMs = since === undefined ? undefined : readWhen(since, nowMs)
  if (since !== undefined && sinceMs === undefined) return `\`--since\` is ${WHEN_FORMS}`
  const untilMs = until === undefined ? undefined : readWhen(until, nowMs)
  if (until !== undefined && untilMs === undefined) return `\`--until\` is ${WHEN_FORMS}`
  if (sinceMs !== undefined && untilMs !== undefined && untilMs <= sinceMs) return '`--until` is not after `--since`'
  const legitMs = legitAfter === undefined ? undefined : parseDuration(legitAfter)
  if (legitAfter !== undefined && legitMs === undefined) return '`--legit-after` is a time like 120d'
  const reviewCost = numberOf(options.reviewCost)
  if (reviewCost === undefined) return '`--review-cost` is an amount like 5 or 2.50, in the base currency of the policy'
  const insultCost = numberOf(options.insultCost)
  if (insultCost === undefined || insultCost > 1) return '`--insult-cost` is a share from 0 to 1, like 0.1'
  if (!/^[1-9]\d{0,5}$/.test(options.leastLabelled)) return '`--least-labelled` is a whole number from 1'
  const legitBeforeMs = legitMs === undefined ? undefined : nowMs - legitMs
  return { sinceMs, untilMs, legitBeforeMs, reviewCost, insultCost, labelledMin: Number(options.leastLabelled) }
}

function notTogether({ in: input, labels, database, outcomes, legitAfter }: SuggestCommandOptions): string | undefined {
  if (input === undefined) {
    if (labels !== undefined) return '`--labels` belongs to the payments of `--in`; the desk has labels of its own'
    if (outcomes !== undefined)
      return '`--outcomes` belongs to the payments of `--in`; the desk has outcomes of its own'
    return undefined
  }
  if (database !== undefined) return '`--in` and `--database` are two places to read payments from: give one'
  if (legitAfter !== undefined)
    return '`--legit-after` is for the payments of the desk; a labels file says itself what is good'
  if (labels === undefined) return '`--in` needs `--labels`: nothing can be suggested where nothing is known'
  return undefined
}

function numberOf(text: string): number | undefined {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined
}

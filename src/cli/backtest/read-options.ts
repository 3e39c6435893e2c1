import { readWarmUntil, type WarmUntil } from './warm-until.ts'
import { readWhen, WHEN_FORMS } from './when.ts'

export interface BacktestCommandOptions {
  rules: string
  against?: string
  in: string
  outcomes?: string
  labels?: string
  sweep?: string
  values?: string
  warmUntil?: string
  since?: string
  until?: string
  examples: string
  threads?: string
  format: 'human' | 'json'
  html?: string
}

export interface ReadOptions {
  /** `--warm-until`, or `--since`, which is the same thing said the other way round. */
  warmUntil: WarmUntil | undefined
  untilMs: number | undefined
  examplesMax: number
  threads: number | undefined
}

/** What the options say, or a sentence on what is wrong with them. */
export function readOptions(options: BacktestCommandOptions, isTopic: boolean): ReadOptions | string {
  const { warmUntil, since, until, examples, threads, in: input, values, sweep } = options
  if (!/^\d{1,4}$/.test(examples)) return '`--examples` is a whole number up to 9999'
  if (threads !== undefined && !/^([1-9]|[1-5]\d|6[0-4])$/.test(threads)) {
    return '`--threads` is a whole number from 1 to 64'
  }
  if (values !== undefined && sweep === undefined) return '`--values` needs `--sweep`'
  if (warmUntil !== undefined && since !== undefined) return '`--since` and `--warm-until` say the same thing: give one'
  const nowMs = Date.now()
  const sinceMs = since === undefined ? undefined : readWhen(since, nowMs)
  if (since !== undefined && sinceMs === undefined) return `\`--since\` is ${WHEN_FORMS}`
  const untilMs = until === undefined ? undefined : readWhen(until, nowMs)
  if (until !== undefined && untilMs === undefined) return `\`--until\` is ${WHEN_FORMS}`
  const warm = warmUntil === undefined ? momentOf(sinceMs) : readWarmUntil(warmUntil, nowMs)
  if (warmUntil !== undefined && warm === undefined) {
    return `\`--warm-until\` is ${WHEN_FORMS}, or a share like 0.5 or 50%`
  }
  if (warm?.kind === 'share' && (input === '-' || isTopic)) {
    return 'a share for `--warm-until` needs a file: standard input and topics have no known end'
  }
  if (warm?.kind === 'moment' && untilMs !== undefined && untilMs <= warm.ms) return '`--until` is not after `--since`'
  return { warmUntil: warm, untilMs, examplesMax: Number(examples), threads: (threads && Number(threads)) || undefined }
}

function momentOf(ms: number | undefined): WarmUntil | undefined {
  return ms === undefined ? undefined : { kind: 'moment', ms }
}

import { type Labels, NO_LABELS } from '../../backtest/labels.ts'
import { minorDigits } from '../../model/money.ts'
import { Outage } from '../../model/problem.ts'
import type { Ruleset } from '../../ruleset/ruleset.ts'
import type { Settings } from '../../settings.ts'
import { labelsOf } from '../backtest/labels-of.ts'
import { longestReachMs } from '../backtest/longest-reach.ts'
import { readWhen, WHEN_FORMS } from '../backtest/when.ts'
import { openPayments } from '../open-payments.ts'
import { openTopic } from '../open-topic.ts'
import { readDecided } from './read-decided.ts'
import { trialText } from './trial-text.ts'
import { tryRule } from './try-rule.ts'

export interface LookOptions {
  in?: string
  outcomes?: string
  labels?: string
  since?: string
}

/** What was found, or why nothing was: `refused` where what was asked for cannot be done. */
export type Lately = { text: string } | { refused: string }

const NOTHING =
  'Nothing says what it did lately: name payments with --in FILE (and --labels FILE), or set kafka.brokers to look at the decisions of the last days.'
const DECISIONS_DAYS = '7d'

/** What a rule did lately, by the payments that are named, or else by the decisions of the last days. */
export async function lately(rule: string, alone: Ruleset, options: LookOptions, settings: Settings): Promise<Lately> {
  const since = options.since ?? (options.in === undefined ? DECISIONS_DAYS : undefined)
  const sinceMs = since === undefined ? undefined : readWhen(since, Date.now())
  if (since !== undefined && sinceMs === undefined) return { refused: `\`--since\` is ${WHEN_FORMS}` }
  const labels = options.labels === undefined ? NO_LABELS : labelsOf(options.labels)
  if (labels === undefined) return { refused: 'nothing was changed' }
  if (options.in === undefined && settings['kafka.brokers'] === undefined) return { text: NOTHING }
  const { base } = alone.policy.money
  const shown = { rule, baseCurrency: base, baseDigits: minorDigits(base)!, isLabelled: options.labels !== undefined }
  try {
    if (options.in === undefined) return await byDecisions(sinceMs!, labels, shown, settings)
    const wanted = { in: options.in, outcomes: options.outcomes, sinceMs, reachMs: longestReachMs([alone]) }
    const input = await openPayments(wanted, settings)
    if (typeof input === 'string') return { refused: input }
    const trial = await tryRule({ alone, input, labels, sinceMs, settings })
    return { text: trialText(trial, { ...shown, from: input.shown, hasAmounts: true }) }
  } catch (error) {
    if (!(error instanceof Outage)) throw error
    const why = `${error.dependency} cannot be reached: ${error.message}`
    return options.in === undefined ? { text: `Nothing says what it did lately: ${why}` } : { refused: why }
  }
}

async function byDecisions(
  sinceMs: number,
  labels: Labels,
  shown: { rule: string; baseCurrency: string; baseDigits: number; isLabelled: boolean },
  settings: Settings,
): Promise<Lately> {
  if (!settings['decisions.emit']) {
    return {
      text: 'Nothing says what it did lately: decisions are not kept (decisions.emit); --in topic works it out.',
    }
  }
  const topic = settings['topics.decisions']
  const source = await openTopic({ topics: [topic], sinceMs }, settings)
  if (typeof source === 'string') return { text: `Nothing says what it did lately: ${source}` }
  const trial = await readDecided(shown.rule, source, labels, sinceMs)
  return { text: trialText(trial, { ...shown, from: `topic ${topic}`, hasAmounts: false }) }
}

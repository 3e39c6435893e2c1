import { writeFileSync } from 'node:fs'
import type { NamedRuleset } from '../../backtest/backtest.ts'
import { NO_LABELS } from '../../backtest/labels.ts'
import type { BacktestReport } from '../../backtest/report.ts'
import { findSweepTarget } from '../../backtest/sweep-target.ts'
import { readValues, usualValues } from '../../backtest/sweep-values.ts'
import { Outage } from '../../model/problem.ts'
import type { Settings } from '../../settings.ts'
import { terminal } from '../check.ts'
import { fileFault } from '../file-fault.ts'
import { namedTopic, openPayments } from '../open-payments.ts'
import { type GoodRuleset, goodRuleset } from '../rules-for-scoring.ts'
import { metadataOf, settingsOrExplain } from '../settings-or-explain.ts'
import { backtestPage } from './backtest-page.ts'
import { backtestText } from './backtest-text.ts'
import { labelsOf } from './labels-of.ts'
import { longestReachMs } from './longest-reach.ts'
import { type BacktestCommandOptions, readOptions } from './read-options.ts'
import { runBacktest } from './run-backtest.ts'
import { warmingSpan } from './warm-until.ts'

const EXIT_WRONG_USE = 2

/**
 * `tripline backtest`: what a ruleset would have done with payments of the past, and what it would have got right. Exit 0
 * when the input was read to its end, 1 when rules, labels or input cannot be read, 2 on a wrong option.
 */
export async function backtestCommand(options: BacktestCommandOptions): Promise<number> {
  const settings = settingsOrExplain()
  if (settings === undefined) return 1
  const isTopic = namedTopic(options.in, settings) !== undefined
  const wanted = readOptions(options, isTopic)
  if (typeof wanted === 'string') return wrongUse(wanted)
  const rules = await loadNamed(options.rules, settings)
  const against = options.against === undefined ? undefined : await loadNamed(options.against, settings)
  if (rules === undefined || (options.against !== undefined && against === undefined)) return 1
  const { base } = rules.ruleset.policy.money
  if (against !== undefined && against.ruleset.policy.money.base !== base) {
    return wrongUse(`the two rulesets have other base currencies: ${base} and ${against.ruleset.policy.money.base}`)
  }
  const sweep = sweepOf(options, rules)
  if (typeof sweep === 'string') return wrongUse(sweep)
  const labels = options.labels === undefined ? NO_LABELS : labelsOf(options.labels)
  if (labels === undefined) return 1
  try {
    const { warmUntil, untilMs, examplesMax, threads } = wanted
    const input = await openPayments(
      {
        in: options.in,
        outcomes: options.outcomes,
        sinceMs: warmUntil?.kind === 'moment' ? warmUntil.ms : undefined,
        reachMs: longestReachMs([rules, against].flatMap(each => each?.ruleset ?? [])),
      },
      settings,
    )
    if (typeof input === 'string') return failed(input)
    const span = { ...(await warmingSpan(warmUntil, options.in)), untilMs }
    const run = { rules, against, input, labels, sweep, span, examplesMax, settings, threads }
    return show(await runBacktest(run), options)
  } catch (error) {
    const why = error instanceof Outage ? `${error.dependency} cannot be reached: ` : ''
    return failed(`${why}${error instanceof Error ? error.message : error}`)
  }
}

async function loadNamed(dir: string, settings: Settings): Promise<(NamedRuleset & GoodRuleset) | undefined> {
  const loaded = await goodRuleset(dir, metadataOf(settings))
  return loaded && { dir, ...loaded }
}

function sweepOf({ sweep, values }: BacktestCommandOptions, { ruleset }: NamedRuleset) {
  if (sweep === undefined) return undefined
  const target = findSweepTarget(ruleset, sweep)
  if (typeof target === 'string') return target
  const read = values === undefined ? usualValues(target.current) : readValues(values, target.current)
  return typeof read === 'string' ? read : { target, values: read }
}

function show(report: BacktestReport, { format, html }: BacktestCommandOptions): number {
  if (html !== undefined) {
    try {
      writeFileSync(html, backtestPage(report))
    } catch (error) {
      return failed(`${html} cannot be written: ${fileFault(error)}`)
    }
  }
  terminal.log(format === 'json' ? JSON.stringify(report, null, 2) : backtestText(report))
  return 0
}

function failed(message: string): number {
  console.error(`tripline: ${message}`)
  return 1
}

function wrongUse(message: string): number {
  console.error(`tripline: ${message}`)
  return EXIT_WRONG_USE
}

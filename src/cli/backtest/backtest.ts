import { readFileSync, writeFileSync } from 'node:fs'
import { Backtest, type NamedRuleset } from '../../backtest/backtest.ts'
import { type Labels, NO_LABELS, readLabels } from '../../backtest/labels.ts'
import type { BacktestReport } from '../../backtest/report.ts'
import { findSweepTarget } from '../../backtest/sweep-target.ts'
import { readValues, usualValues } from '../../backtest/sweep-values.ts'
import { createDecoder } from '../../decode/create-decoder.ts'
import { createFileSource, type FileSource } from '../../embedded/file-source.ts'
import { minorDigits } from '../../model/money.ts'
import type { Settings } from '../../settings.ts'
import { terminal } from '../check.ts'
import { decoderOptions } from '../decoder-options.ts'
import { fileFault } from '../file-fault.ts'
import { showProgress } from '../progress.ts'
import { rulesForScoring } from '../rules-for-scoring.ts'
import { metadataOf, settingsOrExplain } from '../settings-or-explain.ts'
import { withOutcomes } from '../with-outcomes.ts'
import { backtestPage } from './backtest-page.ts'
import { backtestText } from './backtest-text.ts'
import { judgeStream } from './judge-stream.ts'
import { readWarmUntil, type WarmUntil, warmingUntil } from './warm-until.ts'

export interface BacktestCommandOptions {
  rules: string
  against?: string
  in: string
  outcomes?: string
  labels?: string
  sweep?: string
  values?: string
  warmUntil?: string
  examples: string
  format: 'human' | 'json'
  html?: string
}

const EXIT_WRONG_USE = 2

/**
 * `tripline backtest`: what a ruleset would have done with payments of the past, and what it would have got right. Exit 0
 * when the input was read to its end, 1 when rules, labels or input cannot be read, 2 on a wrong option.
 */
export async function backtestCommand(options: BacktestCommandOptions): Promise<number> {
  const settings = settingsOrExplain()
  if (settings === undefined) return 1
  const wanted = readOptions(options)
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
  const source = labels && openSource(options.in)
  const outcomes = options.outcomes === undefined ? undefined : openSource(options.outcomes)
  if (labels === undefined || source === undefined) return 1
  if (options.outcomes !== undefined && outcomes === undefined) return 1
  const backtest = new Backtest({ rules, against, sweep, ...wanted, baseDigits: minorDigits(base)! })
  try {
    const counts = await judge(backtest, {
      rules,
      against,
      labels,
      source,
      outcomes,
      options,
      settings,
      until: wanted.until,
    })
    return show(backtest.report({ file: options.in, baseCurrency: base, ...counts }), options)
  } catch (error) {
    console.error(`tripline: ${error instanceof Error ? error.message : error}`)
    return 1
  }
}

interface Judging {
  rules: NamedRuleset
  against: NamedRuleset | undefined
  labels: Labels
  source: FileSource
  outcomes: FileSource | undefined
  options: BacktestCommandOptions
  settings: Settings
  until: WarmUntil | undefined
}

async function judge(
  backtest: Backtest,
  { rules, against, labels, source, outcomes, options, settings, until }: Judging,
) {
  const isWarming = await warmingUntil(until, options.in)
  const progress = showProgress('backtesting', source.bytesTotal ?? 0)
  try {
    return await judgeStream({
      ...(outcomes === undefined
        ? { source, decoder: createDecoder({ ...decoderOptions(settings), format: 'json' }) }
        : withOutcomes(source, outcomes, options.outcomes!, settings)),
      readsOutcomes: outcomes !== undefined,
      secret: settings.secret,
      keyEventsMax: settings['velocity.key_events_max'],
      rulesets: [rules.ruleset, ...(against === undefined ? [] : [against.ruleset])],
      labels,
      isWarming,
      onPayment: (payment, frame, other) => backtest.add(payment, frame, other),
      onBatch: ({ records }) => progress.update(source.bytesRead, `${records.toLocaleString('en-US')} payments`),
    })
  } finally {
    progress.end()
  }
}

function readOptions({ warmUntil, examples, in: input, values, sweep }: BacktestCommandOptions) {
  if (!/^\d{1,4}$/.test(examples)) return '`--examples` is a whole number up to 9999'
  if (values !== undefined && sweep === undefined) return '`--values` needs `--sweep`'
  const until = warmUntil === undefined ? undefined : readWarmUntil(warmUntil)
  if (warmUntil !== undefined && until === undefined) {
    return '`--warm-until` is a day like 2026-04-01, a moment like 2026-04-01T12:00:00Z, or a share like 0.5 or 50%'
  }
  if (until?.kind === 'share' && input === '-')
    return 'a share for `--warm-until` needs a file: standard input has no known end'
  return { until, examplesMax: Number(examples) }
}

async function loadNamed(dir: string, settings: Settings): Promise<NamedRuleset | undefined> {
  const ruleset = await rulesForScoring(dir, metadataOf(settings))
  return ruleset && { dir, ruleset }
}

function sweepOf({ sweep, values }: BacktestCommandOptions, { ruleset }: NamedRuleset) {
  if (sweep === undefined) return undefined
  const target = findSweepTarget(ruleset, sweep)
  if (typeof target === 'string') return target
  const read = values === undefined ? usualValues(target.current) : readValues(values, target.current)
  return typeof read === 'string' ? read : { target, values: read }
}

function labelsOf(path: string): Labels | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    console.error(`tripline: ${path} cannot be read: ${fileFault(error)}`)
    return undefined
  }
  const labels = readLabels(text)
  if (!Array.isArray(labels)) return labels as Labels
  for (const { line, message } of labels) console.error(`${path}:${line}: error[labels]: ${message}`)
  return undefined
}

function openSource(path: string): FileSource | undefined {
  try {
    return createFileSource({ path })
  } catch (error) {
    console.error(`tripline: ${path} cannot be read: ${fileFault(error)}`)
    return undefined
  }
}

function show(report: BacktestReport, { format, html }: BacktestCommandOptions): number {
  if (html !== undefined) {
    try {
      writeFileSync(html, backtestPage(report))
    } catch (error) {
      console.error(`tripline: ${html} cannot be written: ${fileFault(error)}`)
      return 1
    }
  }
  terminal.log(format === 'json' ? JSON.stringify(report, null, 2) : backtestText(report))
  return 0
}

function wrongUse(message: string): number {
  console.error(`tripline: ${message}`)
  return EXIT_WRONG_USE
}

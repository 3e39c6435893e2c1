import { availableParallelism } from 'node:os'
import { Backtest, type NamedRuleset } from '../../backtest/backtest.ts'
import { dealRules } from '../../backtest/deal-rules.ts'
import type { Labels } from '../../backtest/labels.ts'
import type { BacktestReport } from '../../backtest/report.ts'
import type { SweepTarget } from '../../backtest/sweep-target.ts'
import { minorDigits } from '../../model/money.ts'
import type { Settings } from '../../settings.ts'
import type { PaymentsInput } from '../open-payments.ts'
import type { GoodRuleset } from '../rules-for-scoring.ts'
import { judgeInput } from './judge-input.ts'
import { partsOf } from './parts-of.ts'
import { type OtherShare, startThread } from './remote-share.ts'
import type { Span } from './span.ts'

export interface BacktestRun {
  rules: NamedRuleset & GoodRuleset
  against?: (NamedRuleset & GoodRuleset) | undefined
  input: PaymentsInput
  labels: Labels
  sweep?: { target: SweepTarget; values: readonly number[] } | undefined
  span: Span
  examplesMax: number
  settings: Settings
  /** How many threads to use; as many as there are processors, up to four, where the input is worth it, unless said. */
  threads?: number | undefined
}

/** Past four threads each one reads and decodes more than it judges. */
const THREADS_MAX = 4

/** A thread takes about a second to begin; a smaller file is read by then. */
const WORTH_THREADS_BYTES = 16 * 1024 * 1024

/** Judges the input to its end, by several threads where that is quicker: what comes of it does not depend on them. */
export async function runBacktest(run: BacktestRun, startShare = startThread): Promise<BacktestReport> {
  const { rules, against, input, labels, settings, span, examplesMax } = run
  const rulesets = against === undefined ? [rules] : [rules, against]
  const [own, ...theirs] = sharesOf(run, startShare === undefined ? 1 : undefined)
  const parts = partsOf(rulesets, own!)
  const { base } = rules.ruleset.policy.money
  const backtest = new Backtest({
    rules,
    against,
    sweep: run.sweep && { ...run.sweep, part: parts[0]! },
    examplesMax,
    baseDigits: minorDigits(base)!,
  })
  const tellsReasons = against !== undefined
  const others: OtherShare[] = []
  try {
    for (const takes of theirs) {
      const named = rulesets.map(({ dir, ruleset: { hash } }) => ({ dir, hash }))
      others.push(startShare!({ rulesets: named, takes, settings, form: input.form, tellsReasons, span }))
    }
    const counts = await judgeInput({
      title: 'backtesting',
      input,
      settings,
      labels,
      wholes: rulesets.map(({ ruleset }) => ruleset),
      parts,
      tellsReasons,
      span,
      others,
      look: (payment, frames) => backtest.look(payment, frames),
      add: (look, judged) => backtest.add(look, judged),
    })
    return backtest.report({ file: input.shown, baseCurrency: base, ...counts })
  } finally {
    await Promise.all(others.map(other => other.close()))
  }
}

/** The first share is this thread's and has the rule that is swept. */
function sharesOf(
  { rules, against, input, threads, sweep }: BacktestRun,
  sharesMax: number | undefined,
): ReadonlySet<string>[] {
  const isWorthIt = input.form.kind === 'topic' || input.total === 0 || input.total >= WORTH_THREADS_BYTES
  const usual = isWorthIt ? Math.min(THREADS_MAX, availableParallelism()) : 1
  const rulesets = [rules.ruleset, ...(against === undefined ? [] : [against.ruleset])]
  const shares = dealRules(rulesets, sharesMax ?? threads ?? usual)
  if (sweep === undefined) return shares
  const { name } = rules.ruleset.rules[sweep.target.rule]!
  return [...shares].sort((a, b) => Number(b.has(name)) - Number(a.has(name)))
}

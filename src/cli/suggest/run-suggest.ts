import type { Labels } from '../../backtest/labels.ts'
import { makeSuggestions } from '../../backtest/suggest/make-suggestions.ts'
import type { SuggestReport } from '../../backtest/suggest/suggest-report.ts'
import { SuggestTally } from '../../backtest/suggest/suggest-tally.ts'
import { minorDigits } from '../../model/money.ts'
import type { Ruleset } from '../../ruleset/ruleset.ts'
import type { Settings } from '../../settings.ts'
import { judgeInput } from '../backtest/judge-input.ts'
import type { PaymentsInput } from '../open-payments.ts'
import type { ReadOptions } from './read-options.ts'

export interface SuggestRun {
  ruleset: Ruleset
  input: PaymentsInput
  labels: Labels
  options: ReadOptions
  wantsShadow: boolean
  settings: Settings
}

/** Judges the input to its end, once, by the code that scores payments, and weighs what other numbers would have done. */
export async function runSuggest({
  ruleset,
  input,
  labels,
  options,
  wantsShadow,
  settings,
}: SuggestRun): Promise<SuggestReport> {
  const tally = new SuggestTally(ruleset, wantsShadow)
  const { sinceMs, untilMs, reviewCost, insultCost, labelledMin } = options
  const counts = await judgeInput({
    title: 'weighing numbers',
    input,
    settings,
    labels,
    rulesets: [ruleset],
    span: { fromMs: sinceMs, untilMs },
    look: ([frame]) => tally.look(frame!),
    add: (payment, look, [hits]) => tally.add(payment, look, hits!),
  })
  const { base } = ruleset.policy.money
  const baseDigits = minorDigits(base)!
  const costs = { review: reviewCost, insult: insultCost }
  return {
    input: { file: input.shown, baseCurrency: base, ...counts, ...tally.input.report(baseDigits) },
    costs,
    labelledMin,
    ...makeSuggestions(tally, { ruleset, costs, baseDigits, labelledMin }),
  }
}

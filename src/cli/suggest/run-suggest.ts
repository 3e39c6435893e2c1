import type { Labels } from '../../backtest/labels.ts'
import { makeSuggestions } from '../../backtest/suggest/make-suggestions.ts'
import type { SuggestReport } from '../../backtest/suggest/suggest-report.ts'
import { SuggestTally } from '../../backtest/suggest/suggest-tally.ts'
import { minorDigits } from '../../model/money.ts'
import type { Ruleset } from '../../ruleset/ruleset.ts'
import type { Settings } from '../../settings.ts'
import { judgeStream } from '../backtest/judge-stream.ts'
import { Share } from '../backtest/share.ts'
import type { PaymentsInput } from '../open-payments.ts'
import { showProgress } from '../progress.ts'
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
  const progress = showProgress('weighing numbers', input.total)
  const { sinceMs, untilMs, reviewCost, insultCost, labelledMin } = options
  try {
    const counts = await judgeStream({
      source: input.source,
      share: new Share({
        decoder: input.decoder,
        readsOutcomes: input.form.outcomes !== undefined,
        secret: settings.secret,
        keyEventsMax: settings['velocity.key_events_max'],
        wholes: [ruleset],
        parts: [ruleset],
        tellsReasons: false,
        span: { fromMs: sinceMs, untilMs },
      }),
      others: [],
      labels,
      look: (payment, [frame]) => tally.look(payment, frame!),
      add: (look, [parts]) => tally.add(look, parts!),
      onBatch: ({ records }) => progress.update(input.done(), `${records.toLocaleString('en-US')} payments`),
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
  } finally {
    progress.end()
  }
}

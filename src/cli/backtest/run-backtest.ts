import { availableParallelism } from 'node:os'
import { Backtest, type NamedRuleset } from '../../backtest/backtest.ts'
import type { Sweep } from '../../backtest/backtest-look.ts'
import type { Labels } from '../../backtest/labels.ts'
import type { BacktestReport } from '../../backtest/report.ts'
import { createGatheredSource } from '../../embedded/gathered-source.ts'
import { minorDigits } from '../../model/money.ts'
import type { Settings } from '../../settings.ts'
import type { PaymentsInput } from '../open-payments.ts'
import type { GoodRuleset } from '../rules-for-scoring.ts'
import { judgeShown } from './judge-input.ts'
import { type ShareOrder, shareOf } from './open-share.ts'
import { partsOf } from './parts-of.ts'
import { startThread } from './remote-share.ts'
import { LocalShare } from './share-work.ts'
import type { Span } from './span.ts'

export interface BacktestRun {
  rules: NamedRuleset & GoodRuleset
  against?: (NamedRuleset & GoodRuleset) | undefined
  input: PaymentsInput
  labels: Labels
  sweep?: Sweep | undefined
  span: Span
  examplesMax: number
  settings: Settings
  /** How many threads to use; as many as there are processors, up to four, where the input is worth it, unless said. */
  threads?: number | undefined
}

/** Each thread counts all payments, which is about a tenth of the work: past four there is little to gain. */
const THREADS_MAX = 4

/** Threads take two seconds to begin and to become quick; a smaller file is read by then. */
const WORTH_THREADS_BYTES = 128 * 1024 * 1024

/** What goes to the threads together, so that sending it costs little. */
const BATCH_RECORDS_MIN = 1_000

/** Judges the input to its end, by several threads where that is quicker: what comes of it does not depend on them. */
export async function runBacktest(run: BacktestRun, startShare = startThread): Promise<BacktestReport> {
  const { rules, against, input, labels, settings, sweep, span, examplesMax } = run
  const rulesets = against === undefined ? [rules] : [rules, against]
  const { base } = rules.ruleset.policy.money
  const backtest = new Backtest({ rules, against, sweep, examplesMax, baseDigits: minorDigits(base)! })
  const order: ShareOrder = {
    rulesets: rulesets.map(({ dir, ruleset: { hash } }) => ({ dir, hash })),
    settings,
    form: input.form,
    tellsReasons: against !== undefined,
    sweep,
    span,
  }
  const threads = startShare === undefined ? 1 : threadsOf(run)
  const shares =
    threads === 1
      ? [new LocalShare(shareOf(order, partsOf(rulesets)))]
      : Array.from({ length: threads }, () => startShare!(order))
  try {
    const counts = await judgeShown('backtesting', input, {
      source: threads === 1 ? input.source : createGatheredSource(input.source, BATCH_RECORDS_MIN),
      shares,
      labels,
      add: (payment, look, hits) => backtest.add(payment, look, hits),
    })
    return backtest.report({ file: input.shown, baseCurrency: base, ...counts })
  } finally {
    await Promise.all(shares.map(share => share.close()))
  }
}

function threadsOf({ input, threads }: BacktestRun): number {
  const isWorthIt = input.form.kind === 'topic' || input.total === 0 || input.total >= WORTH_THREADS_BYTES
  return threads ?? (isWorthIt ? Math.min(THREADS_MAX, availableParallelism()) : 1)
}

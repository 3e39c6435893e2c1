import type { RuleReport } from '../../backtest/report.ts'
import { amount, count, percent } from '../page/figures.ts'

/** What stands above `ruleCells`. */
export function ruleHead(baseCurrency: string, isLabelled: boolean): string[] {
  const judged = isLabelled ? ['fraud', 'good', 'precision', 'recall'] : []
  return ['rule', 'score', 'hits', `amount, ${baseCurrency}`, ...judged, 'alone']
}

/** One rule in a table, in the terminal and on the page. */
export function ruleCells(report: RuleReport, isLabelled: boolean): string[] {
  const { rule, mode, score, hits, truths, precision, recall, alone } = report
  const judged = [count(truths.fraud + truths.abuse), count(truths.legit), percent(precision), percent(recall)]
  return [
    mode === 'live' ? rule : `${rule} (shadow)`,
    String(score),
    count(hits.payments),
    amount(hits.amount),
    ...(isLabelled ? judged : []),
    count(alone.payments),
  ]
}

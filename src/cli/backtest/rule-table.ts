import type { RulesetReport } from '../../backtest/report.ts'
import { amount, count, percent } from '../page/figures.ts'
import { table } from '../table.ts'

/** Rules by what they hit; those that hit nothing stand in one line below. */
export function ruleTable({ rules }: RulesetReport, base: string, isLabelled: boolean): string {
  const hit = rules.filter(rule => rule.hits.payments > 0).sort((a, b) => b.hits.payments - a.hits.payments)
  const silent = rules.filter(rule => rule.hits.payments === 0).map(({ rule }) => rule)
  const judged = isLabelled ? ['fraud', 'good', 'precision', 'recall'] : []
  const text = table(
    ['rule', 'score', 'hits', `amount, ${base}`, ...judged, 'alone'],
    hit.map(({ rule, mode, score, hits, truths, precision, recall, alone }) => [
      mode === 'live' ? rule : `${rule} (shadow)`,
      String(score),
      count(hits.payments),
      amount(hits.amount),
      ...(isLabelled
        ? [count(truths.fraud + truths.abuse), count(truths.legit), percent(precision), percent(recall)]
        : []),
      count(alone.payments),
    ]),
  )
  return silent.length === 0 ? text : `${text}\nwithout a hit: ${silent.join(', ')}`
}

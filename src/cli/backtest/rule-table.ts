import type { RulesetReport } from '../../backtest/report.ts'
import { table } from '../table.ts'
import { ruleCells, ruleHead } from './rule-cells.ts'

/** Rules by what they hit; those that hit nothing stand in one line below. */
export function ruleTable({ rules }: RulesetReport, base: string, isLabelled: boolean): string {
  const hit = rules.filter(rule => rule.hits.payments > 0).sort((a, b) => b.hits.payments - a.hits.payments)
  const silent = rules.filter(rule => rule.hits.payments === 0).map(({ rule }) => rule)
  const text = table(
    ruleHead(base, isLabelled),
    hit.map(rule => ruleCells(rule, isLabelled)),
  )
  return silent.length === 0 ? text : `${text}\nwithout a hit: ${silent.join(', ')}`
}

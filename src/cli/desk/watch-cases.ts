import { labelledHitsSince, resolvedCases, waitingCases } from '../../desk/count-cases.ts'
import type { Label } from '../../model/case.ts'
import { Outage } from '../../model/problem.ts'
import type { Sql } from '../../ports.ts'
import type { DeskMetrics, OpenCases } from '../../telemetry/desk-metrics.ts'

/**
 * Shows at each scrape what the database holds. People resolve cases in processes of their own, so what they did since the last
 * look is counted from there too; what was before the first look is not, as a counter begins at 0 with its process. While the
 * database is down there are no cases to show, and the rest of the page, which says that it is down, is shown all the same.
 */
export function watchCases(sql: Sql, metrics: DeskMetrics): void {
  const seen = new Map<string, number>()
  let isFirst = true
  let lookedAt: Date | undefined
  /** By payment and rule: the label of what has changed of late, so that nothing is counted at two looks. */
  let labelled = new Map<string, string>()
  const totals = new Map<string, { rule: string; label: Label; count: number }>()
  /** What is new begins as 0 and is counted at the next look: an increase can only be seen from a figure that was there before. */
  const countUp = (key: string, total: number, count: (more: number) => void): void => {
    const before = seen.get(key)
    const counted = before === undefined ? (isFirst ? total : 0) : Math.max(total, before)
    count(before === undefined ? 0 : counted - before)
    seen.set(key, counted)
  }
  const look = async (): Promise<OpenCases[]> => {
    for (const { kind, queue, label, count } of await resolvedCases(sql)) {
      countUp(JSON.stringify(['resolved', kind, queue, label]), count, more =>
        metrics.resolved({ kind, queue, label }, more),
      )
    }
    const { now, hits } = await labelledHitsSince(sql, lookedAt)
    lookedAt = now
    const known = labelled
    labelled = new Map(hits.map(({ payment, rule, label }) => [JSON.stringify([payment, rule]), label]))
    for (const { payment, rule, label } of hits) {
      if (isFirst || known.get(JSON.stringify([payment, rule])) === label) continue
      const key = JSON.stringify(['hit', rule, label])
      totals.set(key, { rule, label, count: (totals.get(key)?.count ?? 0) + 1 })
    }
    for (const [key, { rule, label, count }] of totals) {
      countUp(key, count, more => metrics.labelledHits(rule, label, more))
    }
    isFirst = false
    return waitingCases(sql, Date.now())
  }
  metrics.watchCases(() =>
    look().catch(error => {
      if (error instanceof Outage) return []
      throw error
    }),
  )
}

import { labelledHits, resolvedCases, waitingCases } from '../../desk/count-cases.ts'
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
    for (const { rule, label, count } of await labelledHits(sql)) {
      countUp(JSON.stringify(['hit', rule, label]), count, more => metrics.labelledHits(rule, label, more))
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

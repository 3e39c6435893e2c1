import { labelledHits, resolvedCases, waitingCases } from '../../desk/count-cases.ts'
import type { Sql } from '../../ports.ts'
import type { DeskMetrics } from '../../telemetry/desk-metrics.ts'

/**
 * Shows at each scrape what the database holds. People resolve cases in processes of their own, so what they did since the last
 * look is counted from there too; what was before the first look is not, as a counter begins at 0 with its process.
 */
export function watchCases(sql: Sql, metrics: DeskMetrics): void {
  const seen = new Map<string, number>()
  let isFirst = true
  const countUp = (key: string, total: number, count: () => void): void => {
    for (let n = seen.get(key) ?? (isFirst ? total : 0); n < total; n++) count()
    seen.set(key, Math.max(total, seen.get(key) ?? 0))
  }
  metrics.watchCases(async () => {
    for (const { kind, queue, label, count } of await resolvedCases(sql)) {
      countUp(JSON.stringify(['resolved', kind, queue, label]), count, () => metrics.resolved({ kind, queue, label }))
    }
    for (const { rule, label, count } of await labelledHits(sql)) {
      countUp(JSON.stringify(['hit', rule, label]), count, () => metrics.labelledHit(rule, label))
    }
    isFirst = false
    return waitingCases(sql, Date.now())
  })
}

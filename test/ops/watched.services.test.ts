/** Every query of every dashboard and alert, asked of a real Prometheus that has scraped a real run. */
import { expect, test } from 'vitest'
import type { DeclaredMetric } from '../../src/telemetry/metrics.ts'
import { alertQueries, dashboardQueries, type OpsQuery } from './dashboard-files.ts'
import { DECLARED } from './known-metrics.ts'
import { fillIn, selectorsOf, withoutComparisons } from './promql.ts'
import { watchedRun } from './run/watched-run.ts'

const FILLING = { rateInterval: '30s', range: '10m' }

test('no query comes back empty or in error', async () => {
  const { prometheus, workers, beganMs } = await watchedRun()
  const endMs = Date.now()
  const isEmpty = async (query: string, isInstant = false): Promise<boolean> => {
    const answer = isInstant ? prometheus.ask(query, endMs) : prometheus.askRange(query, beganMs, endMs)
    return (await answer).length === 0
  }
  const emptyOf = async (queries: readonly OpsQuery[], rewrite: (expr: string) => string): Promise<string[]> => {
    const empty: string[] = []
    for (const { where, expr, isInstant } of queries) {
      if (await isEmpty(rewrite(expr), isInstant)) empty.push(`${where}: ${rewrite(expr)}`)
    }
    return empty
  }

  const neverMoved: string[] = []
  for (const metric of DECLARED) {
    if (await isEmpty(`sum(${countOf(metric)}) > 0`)) neverMoved.push(metric.name)
  }
  expect(neverMoved).toEqual([])

  expect(await emptyOf(dashboardQueries, expr => fillIn(expr, FILLING))).toEqual([])
  expect(await emptyOf(alertQueries, expr => withoutComparisons(expr))).toEqual([])
  for (const selector of alertQueries.flatMap(({ expr }) => selectorsOf(expr))) {
    expect(await isEmpty(selector), selector).toBe(false)
  }

  const instances = workers.map(({ port }) => `127.0.0.1:${port}`)
  const chosen = (instance: string) => (expr: string) => fillIn(expr, { ...FILLING, variables: { instance } })
  expect(await emptyOf(dashboardQueries, chosen(instances.join('|')))).toEqual([])
  const [first = ''] = instances
  for (const { where, expr } of dashboardQueries.filter(each => each.expr.includes('$instance'))) {
    const series = await prometheus.askRange(chosen(first)(expr), beganMs, endMs)
    const others = series.filter(({ labels }) => labels.instance !== undefined && labels.instance !== first)
    expect(others, where).toEqual([])
  }
})

/** A histogram moves when it has counted something. */
function countOf({ name, type }: DeclaredMetric): string {
  return type === 'histogram' ? `${name}_count` : name
}

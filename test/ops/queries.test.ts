/** The dashboard and the alerts ask only for what is measured, in PromQL that parses. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type DeclaredMetric, METRICS } from '../../src/telemetry/metrics.ts'
import { isInstalled } from '../services/program.ts'
import { scrapedSeries } from './known-metrics.ts'
import { readQuery } from './promql.ts'

interface Panel {
  id: number
  type: string
  title: string
  datasource?: { uid: string }
  targets?: { refId: string; expr: string; legendFormat: string; datasource: { uid: string } }[]
  gridPos: { x: number; y: number; w: number; h: number }
}
interface Dashboard {
  panels: Panel[]
  annotations: { list: { name: string; expr: string; datasource: { uid: string } }[] }
}
interface AlertFile {
  groups: {
    rules: { alert: string; expr: string; labels: { severity: string }; annotations: Record<string, string> }[]
  }[]
}

const read = (path: string) => readFileSync(path, 'utf8')
const dashboard = JSON.parse(read('ops/grafana/dashboards/overview.json')) as Dashboard
const alerts = (parse(read('ops/prometheus/alerts.yml')) as AlertFile).groups.flatMap(({ rules }) => rules)
const graphs = dashboard.panels.filter(({ type }) => type !== 'row')

const queries: [string, string][] = [
  ...graphs.flatMap(({ title, targets = [] }) =>
    targets.map(({ refId, expr }) => [`${title} ${refId}`, expr] as [string, string]),
  ),
  ...dashboard.annotations.list.map(({ name, expr }) => [name, expr] as [string, string]),
  ...alerts.map(({ alert, expr }) => [alert, expr] as [string, string]),
]

describe('every query', () => {
  const series = scrapedSeries()

  test.each(queries)('%s', (_, expression) => {
    const { errors, metrics, labels } = readQuery(expression)
    expect(errors).toEqual([])
    expect(metrics.length).toBeGreaterThan(0)
    expect(metrics.filter(name => !series.has(name))).toEqual([])
    const known = new Set(metrics.flatMap(name => series.get(name) ?? []))
    expect(labels.filter(label => !known.has(label))).toEqual([])
  })

  test('a counter is never shown bare: only its rate means something', () => {
    const bare = queries.filter(([, expression]) => {
      const rates = expression.match(/(?:rate|increase)\(/g)?.length ?? 0
      return rates < readQuery(expression).metrics.filter(name => /_(?:total|bucket|sum|count)$/.test(name)).length
    })
    expect(bare).toEqual([])
  })

  test('a mistake would be seen', () => {
    expect(readQuery('sum(rate(a[5m])').errors).not.toEqual([])
    expect(readQuery('sum by (x) (rate(a_total{b="c"}[$__rate_interval]))')).toEqual({
      errors: [],
      metrics: ['a_total'],
      labels: ['x', 'b'],
    })
  })
})

describe('the dashboard', () => {
  test('shows every metric there is', () => {
    const shown = new Set(queries.flatMap(([, expression]) => readQuery(expression).metrics))
    const missing = Object.values<DeclaredMetric>(METRICS).filter(
      ({ name, type }) => !shown.has(type === 'histogram' ? `${name}_bucket` : name),
    )
    expect(missing.map(({ name }) => name)).toEqual([])
  })

  test('asks the data source that is provisioned', () => {
    const { datasources } = parse(read('ops/grafana/provisioning/datasources/prometheus.yml')) as {
      datasources: { uid: string }[]
    }
    const asked = graphs.flatMap(({ datasource, targets = [] }) => [
      datasource,
      ...targets.map(each => each.datasource),
    ])
    const all = [...asked, ...dashboard.annotations.list.map(({ datasource }) => datasource)]
    expect(new Set(all.map(each => each?.uid))).toEqual(new Set(datasources.map(({ uid }) => uid)))
  })

  test('panels have a number of their own and cover neither each other nor the edge', () => {
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length)
    const cells = new Map<string, string>()
    for (const { title, gridPos } of dashboard.panels) {
      expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24)
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(cells.get(`${x}/${y}`), title).toBeUndefined()
          cells.set(`${x}/${y}`, title)
        }
      }
    }
  })

  test('names each series by the labels that the query keeps', () => {
    for (const { title, targets = [] } of graphs) {
      for (const { expr, legendFormat } of targets) {
        const used = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label ?? '')
        const { labels, metrics } = readQuery(expr)
        const kept = /\bby\b/.test(expr) ? labels : metrics.flatMap(name => series(name))
        expect(
          used.filter(label => !kept.includes(label)),
          title,
        ).toEqual([])
      }
    }
    function series(name: string): readonly string[] {
      return scrapedSeries().get(name) ?? []
    }
  })
})

describe('the alerts', () => {
  test.each(
    alerts.map(({ alert, labels, annotations }) => ({ alert, labels, annotations })),
  )('$alert says how urgent it is and where to look', ({ labels, annotations }) => {
    expect(['page', 'ticket']).toContain(labels.severity)
    expect(annotations.summary).toBeTruthy()
    expect(annotations.look).toBeTruthy()
  })
})

describe('Prometheus itself', () => {
  const has = isInstalled('promtool', '--version')
  const promtool = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' })
    return { status, output: stdout + stderr }
  }

  test(
    has ? 'promtool accepts configuration, alerts and queries' : 'promtool is not here: the grammar above stands in',
    () => {
      console.info(has ? 'ops: checked by promtool' : 'ops: promtool not found, queries checked by their grammar only')
      if (!has) return
      expect(promtool('check', 'config', 'ops/prometheus/prometheus.yml')).toMatchObject({ status: 0 })
      expect(promtool('test', 'rules', 'test/ops/alerts.promtool.yml')).toMatchObject({ status: 0 })
      const folder = mkdtempSync(join(tmpdir(), 'tripline-queries-'))
      const rules = queries.map(([, expr], index) => ({
        record: `query:${index}`,
        expr: expr.replaceAll('$__rate_interval', '5m'),
      }))
      writeFileSync(join(folder, 'queries.yml'), JSON.stringify({ groups: [{ name: 'queries', rules }] }))
      expect(promtool('check', 'rules', join(folder, 'queries.yml'))).toMatchObject({ status: 0 })
      rmSync(folder, { recursive: true })
    },
  )
})

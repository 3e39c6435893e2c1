/** Dashboards and alerts ask only for what is measured, in PromQL that parses, and say what they show. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { alertQueries, dashboardQueries, dashboards, graphsOf } from './dashboard-files.ts'
import { dashboardJson } from './dashboards/dashboard.ts'
import { DASHBOARDS } from './dashboards/dashboards.ts'
import { DECLARED, scrapedSeries } from './known-metrics.ts'
import { fillIn, readQuery, selectorsOf, withoutComparisons } from './promql.ts'

const series = scrapedSeries()
const all = [...dashboardQueries, ...alertQueries]

describe('every query', () => {
  test.each(all)('$where', ({ expr }) => {
    const { errors, metrics, labels } = readQuery(expr)
    expect(errors).toEqual([])
    expect(metrics.length).toBeGreaterThan(0)
    expect(metrics.filter(name => !series.has(name))).toEqual([])
    const known = new Set(metrics.flatMap(name => series.get(name) ?? []))
    expect(labels.filter(label => !known.has(label))).toEqual([])
  })

  test('a counter is never shown bare: only its rate means something, or that it is there', () => {
    const bare = all.filter(({ expr }) => {
      const rates = expr.match(/(?:rate|increase|count by \(\w+\) )\(/g)?.length ?? 0
      return rates < readQuery(expr).metrics.filter(name => /_(?:total|bucket|sum|count)$/.test(name)).length
    })
    expect(bare).toEqual([])
  })

  test('a mistake would be seen', () => {
    expect(readQuery('sum(rate(a[5m])').errors).not.toEqual([])
    expect(readQuery('sum by (x) (rate(a_total{b="c"}[$__rate_interval]))')).toEqual({
      errors: [],
      metrics: ['a_total'],
      labels: ['x', 'b'],
      values: [['b', 'c']],
    })
  })

  test('variables of Grafana are filled in, selectors taken out, comparisons made to answer', () => {
    expect(
      fillIn('rate(a{b=~"$b"}[$__rate_interval])', { rateInterval: '9s', range: '1h', variables: { b: 'x' } }),
    ).toBe('rate(a{b=~"x"}[9s])')
    expect(selectorsOf('sum(rate(a{b="c"}[5m])) / scalar(sum(d))')).toEqual(['a{b="c"}', 'd'])
    expect(withoutComparisons('a{x!="y"} == 0 and b > 5 * (c or d offset 1h)')).toBe(
      'a{x!="y"} == bool 0 and b > bool 5 * (c or d)',
    )
  })
})

describe('the dashboards', () => {
  test('are made from their plans; renew them with vitest -u', async () => {
    expect([...dashboards.keys()]).toEqual(DASHBOARDS.map(({ name }) => `${name}.json`).sort())
    for (const plan of DASHBOARDS) {
      await expect(dashboardJson(plan)).toMatchFileSnapshot(`../../ops/grafana/dashboards/${plan.name}.json`)
    }
  })

  test('show every metric there is', () => {
    const shown = new Set(dashboardQueries.flatMap(({ expr }) => readQuery(expr).metrics))
    const missing = DECLARED.filter(({ name, type }) => !shown.has(type === 'histogram' ? `${name}_bucket` : name))
    expect(missing.map(({ name }) => name)).toEqual([])
  })

  test('have an address and a title each', () => {
    const addresses = new Set([...dashboards.values()].map(({ uid }) => uid))
    expect(addresses.size).toBe(dashboards.size)
    for (const [file, { uid, title }] of dashboards) {
      expect(uid).toBe(`tripline-${file.replace('.json', '')}`)
      expect(title).toMatch(/^Tripline: /)
    }
  })
})

describe.each([...dashboards])('%s', (_, dashboard) => {
  const graphs = graphsOf(dashboard)

  test('says of each panel what it shows, and in which unit', () => {
    for (const { title, description, fieldConfig } of graphs) {
      expect(title).toMatch(/^[A-Z]/)
      expect(description, title).toMatch(/^\S.{8,}\.$/)
      expect(fieldConfig?.defaults.unit, title).toBeTruthy()
    }
    expect(new Set(graphs.map(({ title, type }) => `${type} ${title}`)).size).toBe(graphs.length)
  })

  test('asks the data source that is provisioned', () => {
    const { datasources } = parse(readFileSync('ops/grafana/provisioning/datasources/prometheus.yml', 'utf8')) as {
      datasources: { uid: string }[]
    }
    const asked = graphs.flatMap(({ datasource, targets = [] }) => [
      datasource,
      ...targets.map(each => each.datasource),
    ])
    const others = [...dashboard.annotations.list, ...dashboard.templating.list].map(({ datasource }) => datasource)
    expect(new Set([...asked, ...others].map(each => each?.uid))).toEqual(new Set(datasources.map(({ uid }) => uid)))
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
        const kept = /\bby\b/.test(expr) ? labels : metrics.flatMap(name => [...(series.get(name) ?? [])])
        expect(
          used.filter(label => !kept.includes(label)),
          title,
        ).toEqual([])
      }
    }
  })

  test('its choices are filled from a series and a label that exist, and every query minds them', () => {
    for (const { name, query } of dashboard.templating.list) {
      const [, metric = '', label = ''] = /^label_values\((\w+), (\w+)\)$/.exec(query.query) ?? []
      expect(series.get(metric), name).toContain(label)
      const shown = graphs.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })))
      const deaf = shown.filter(
        ({ expr }) =>
          !expr.includes(`$${name}`) && readQuery(expr).metrics.every(each => series.get(each)?.includes(name)),
      )
      // Labels come from the desk, whose instances are others than those that the page chooses from.
      expect(
        deaf.filter(({ expr }) => name !== 'instance' || !expr.includes('labelled')).map(({ title }) => title),
      ).toEqual([])
    }
  })
})

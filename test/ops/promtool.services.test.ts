/** What Prometheus' own checker says of the files that Prometheus reads. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { SERVICES_DIR } from '../services/places.ts'
import { findPromtool, type Promtool } from '../services/promtool.ts'
import { ALERT_TESTS, alertQueries, dashboardQueries } from './dashboard-files.ts'
import { fillIn } from './promql.ts'

let promtool: Promtool

beforeAll(async () => {
  promtool = await findPromtool()
})

/** A file below the folder that the tests run in, so that a container sees it too. */
function written(name: string, text: string): string {
  mkdirSync(SERVICES_DIR, { recursive: true })
  const folder = mkdtempSync(join(SERVICES_DIR, 'promtool-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, name), text)
  return relative(process.cwd(), join(folder, name))
}

describe('promtool', () => {
  test('accepts the configuration and the alerts', () => {
    expect(promtool('check', 'config', 'ops/prometheus/prometheus.yml')).toMatchObject({ status: 0 })
  })

  test.each(ALERT_TESTS)('sees each alert fire when it should, and keep quiet when it should: %s', file => {
    const { status, output } = promtool('test', 'rules', file)
    expect(output).not.toContain('FAILED')
    expect(status, output).toBe(0)
  })

  test('would see an alert that does not fire', () => {
    const text = readFileSync(ALERT_TESTS[0]!, 'utf8')
    const deaf = written('deaf.yml', text.replaceAll('values: 1x4 0x20', 'values: 1x24'))
    expect(promtool('test', 'rules', deaf)).toMatchObject({ status: 1 })
  })

  test('accepts every query of the dashboards', () => {
    const rules = [...dashboardQueries, ...alertQueries].map(({ expr }, index) => ({
      record: `query:${index}`,
      expr: fillIn(expr),
    }))
    const file = written('queries.yml', JSON.stringify({ groups: [{ name: 'queries', rules }] }))
    expect(promtool('check', 'rules', file)).toMatchObject({ status: 0 })
  })
})

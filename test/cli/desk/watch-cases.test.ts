import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { watchCases } from '../../../src/cli/desk/watch-cases.ts'
import { DESK_SCHEMA } from '../../../src/cli/open-database.ts'
import { openEmbedded } from '../../../src/database/embedded.ts'
import { prepareSchema } from '../../../src/desk/schema.ts'
import { Outage } from '../../../src/model/problem.ts'
import type { Sql } from '../../../src/ports.ts'
import { createDeskMetrics } from '../../../src/telemetry/desk-metrics.ts'

const FRAUD = 'tripline_cases_resolved_total{kind="review",queue="general",label="fraud"}'
const LEGIT = 'tripline_cases_resolved_total{kind="review",queue="general",label="legit"}'

/** The series and its value as the page shows it after a scrape; a counter that is counted by a scrape shows it at the next. */
async function scrape(registry: Registry, series: string): Promise<string | undefined> {
  await registry.metrics()
  const page = await registry.metrics()
  return page.split('\n').find(line => line.startsWith(`${series} `))
}

const resolve = (sql: Sql, name: string, label: string) =>
  sql.query(
    `insert into cases (case_id, subject, kind, merchant_id, queue, priority, handling, state, opened_at, closed_at, label,
       is_matched, version, head_hash)
     values ($1, $1, 'review', '', 'general', 'normal', 'self', 'resolved', now(), now(), $2, true, 1, '')`,
    [name, label],
  )

test('what people resolve is seen as an increase, the very first as well, and what was before is not', async () => {
  const database = await openEmbedded()
  await prepareSchema(database, DESK_SCHEMA)
  const registry = new Registry()
  await resolve(database, 'before', 'fraud')
  watchCases(database, createDeskMetrics(registry))
  expect(await scrape(registry, FRAUD)).toBe(`${FRAUD} 0`)
  await resolve(database, 'after', 'fraud')
  await resolve(database, 'first', 'legit')
  await registry.metrics()
  const page = await registry.metrics()
  expect(page).toContain(`${FRAUD} 1\n`)
  expect(page).toContain(`${LEGIT} 0\n`)
  expect(await scrape(registry, LEGIT)).toBe(`${LEGIT} 1`)
  await resolve(database, 'second', 'legit')
  expect(await scrape(registry, LEGIT)).toBe(`${LEGIT} 2`)
  await database.close()
})

test('the page is shown while the database is down, without cases', async () => {
  const registry = new Registry()
  const down: Sql = { query: () => Promise.reject(new Outage('database', 'connect ECONNREFUSED')) }
  watchCases(down, createDeskMetrics(registry))
  const page = await registry.metrics()
  expect(page).toContain('tripline_desk_records_total{kind="refused"} 0\n')
  expect(page).not.toMatch(/^tripline_cases_open\{/m)
})

import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { watchCases } from '../../../src/cli/desk/watch-cases.ts'
import { DESK_SCHEMA } from '../../../src/cli/open-database.ts'
import { openEmbedded } from '../../../src/database/embedded.ts'
import { setLabel } from '../../../src/desk/relabel.ts'
import { prepareSchema } from '../../../src/desk/schema.ts'
import { Outage } from '../../../src/model/problem.ts'
import type { Sql, SqlValue } from '../../../src/ports.ts'
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

test('a label counts for each rule that hit, once, and again when it is another one', async () => {
  const database = await openEmbedded()
  await prepareSchema(database, DESK_SCHEMA)
  await database.execute(`
    insert into decisions select '', 'p' || n, now(), 'review', 60, 'one', null, null, null, '{}' from generate_series(1, 3) n;
    insert into hits select '', 'p' || n, rule, 'live', 60 from generate_series(1, 3) n, unnest(array['one', 'two']) rule`)
  const say = (payment: string, source: string, label: string) =>
    setLabel(database, { merchantId: '', paymentId: payment, source, label, atMs: 0, by: 'desk' })
  await say('p1', 'warning', 'fraud')
  const registry = new Registry()
  watchCases(database, createDeskMetrics(registry))
  const hits = async (rule: string, label: string) => {
    const series = `tripline_rule_labelled_hits_total{rule="${rule}",label="${label}"}`
    return (await scrape(registry, series))?.slice(series.length + 1)
  }
  expect(await hits('one', 'fraud')).toBeUndefined()
  await say('p2', 'warning', 'fraud')
  await registry.metrics()
  expect(await hits('one', 'fraud')).toBe('1')
  expect(await hits('two', 'fraud')).toBe('1')
  await say('p2', 'resolution', 'legit')
  await say('p3', 'chargeback', 'fraud')
  await registry.metrics()
  expect(await hits('one', 'legit')).toBe('1')
  expect(await hits('one', 'fraud')).toBe('2')
  expect(await hits('two', 'fraud')).toBe('2')
  await database.close()
})

test('a scrape of a large desk reads no table whole', async () => {
  const database = await openEmbedded()
  await prepareSchema(database, DESK_SCHEMA)
  await database.execute(`
    insert into cases (case_id, subject, kind, merchant_id, queue, priority, handling, state, opened_at, closed_at, label,
       is_matched, version, head_hash)
     select 'c' || n, 's' || n, 'review', '', 'general', 'normal', 'self',
       case when n % 50 = 0 then 'open' when n % 50 < 10 then 'resolved' else 'closed' end, now(),
       case when n % 50 > 0 then now() end, case when n % 50 < 10 then 'fraud' end, true, 1, '' from generate_series(1, 20000) n;
    insert into decisions select '', 'p' || n, now(), 'review', 60, 'one', null, null, null, '{}' from generate_series(1, 20000) n;
    insert into hits select '', 'p' || n, 'one', 'live', 60 from generate_series(1, 20000) n;
    insert into labels select '', 'p' || n, 'fraud', 'warning', now(), 'desk' from generate_series(1, 20000) n;
    update label_changes set changed_at = now() - interval '1 day' where payment_id <> 'p7'`)
  await database.execute('vacuum analyze')
  const plans: string[] = []
  const explained: Sql = {
    async query<Row extends object>(text: string, values: readonly SqlValue[] = []) {
      const plan = await database.query<Record<string, string>>(`explain ${text}`, values)
      plans.push(plan.map(line => Object.values(line)[0]).join('\n'))
      return database.query<Row>(text, values)
    },
  }
  const registry = new Registry()
  watchCases(explained, createDeskMetrics(registry))
  await registry.metrics()
  expect(plans).toHaveLength(4)
  expect(plans.filter(plan => plan.includes('Seq Scan'))).toEqual([])
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

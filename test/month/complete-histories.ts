import { expect } from 'vitest'
import { verifyCases } from '../../src/desk/verify-cases.ts'
import type { Sql } from '../../src/ports.ts'

/** What ought to have a case and has none or several, and cases whose history does not tell how they came to be. */
const COUNTS = {
  'flagged payments without a review case': `
    select count(*) from decisions d where action <> 'allow' and (
      select count(*) from cases c where c.kind = 'review' and c.merchant_id = d.merchant_id and c.payment_id = d.payment_id) <> 1`,
  'warnings, disputes and chargebacks without a case': `
    select count(*) from outcomes o where type in ('early_fraud_warning', 'dispute', 'chargeback') and not exists (
      select from case_links l where l.what = o.type and l.merchant_id = o.merchant_id and l.id = o.outcome_id)`,
  'histories that do not begin with the opening': `
    select count(*) from cases c where not exists (
      select from case_events e where e.case_id = c.case_id and e.number = 1 and e.action = 'opened')`,
  'histories with a gap': `
    select count(*) from (select case_id from case_events group by case_id having max(number) <> count(*)) gaps`,
  'cases that have more or fewer events than they say': `
    select count(*) from cases c where version <> (select count(*) from case_events e where e.case_id = c.case_id)`,
  'ended cases without an event that ended them': `
    select count(*) from cases c where closed_at is not null and not exists (
      select from case_events e where e.case_id = c.case_id and (
        (e.action in ('resolve', 'approve', 'ended') and e.at = c.closed_at)
        or (e.body->'set'->>'closed_at')::timestamptz = c.closed_at))`,
}

export async function expectCompleteHistories(sql: Sql): Promise<string> {
  for (const [what, statement] of Object.entries(COUNTS)) {
    const [row] = await sql.query<{ count: number }>(statement)
    expect([what, row!.count]).toEqual([what, 0])
  }
  const { cases, events, broken } = await verifyCases(sql)
  expect(broken).toEqual([])
  expect(cases).toBeGreaterThan(20)
  return `${cases} cases with ${events} events`
}

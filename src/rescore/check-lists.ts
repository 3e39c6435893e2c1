import { consultLists } from '../engine/consult-lists.ts'
import { enrich } from '../enrich/enrich.ts'
import type { Sql } from '../ports.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'
import { unshippedAfter } from './find-unshipped.ts'
import { readPayment, type Scoring } from './read-kept.ts'
import { scoreAndRaise } from './score-and-raise.ts'

/** After a change of rules so many payments are looked at with each batch, so that it does not hold up the stream. */
const PAGE = 200

/** How far the unshipped payments have been held against the lists of a ruleset; kept in the database, so that a restart goes on. */
interface ListState {
  hash: string
  /** The last payment that was looked at; absent once all were. */
  after?: { merchantId: string; paymentId: string }
}

/** After a change of rules: scores again what now stands in a list that reviews or blocks by itself. */
export async function checkLists(sql: Sql, ruleset: Ruleset, scoring: Scoring, nowMs: number): Promise<void> {
  const [row] = await sql.query<{ value: ListState }>("select value from desk_state where name = 'lists'")
  if (row === undefined) return keep(sql, { hash: ruleset.hash })
  const isSame = row.value.hash === ruleset.hash
  if (isSame && row.value.after === undefined) return
  const after = (isSame ? row.value.after : undefined) ?? { merchantId: '', paymentId: '' }
  const { money, lists, cases } = ruleset.policy
  const page = await unshippedAfter(sql, after, nowMs - cases.watchUnshippedMs, PAGE)
  for (const each of page) {
    const payment = readPayment(scoring, each.body)
    if (payment === undefined) continue
    const matches = consultLists(lists, { facts: enrich(payment, money), counted: NOTHING_COUNTED })
    const listed = matches.find(({ kind }) => kind !== 'allow')
    if (listed === undefined) continue
    const because = `its ${listed.on} is in the list ${listed.list}`
    await scoreAndRaise(sql, ruleset, scoring, each, { because, atMs: nowMs })
  }
  const last = page.length < PAGE ? undefined : page.at(-1)
  await keep(sql, {
    hash: ruleset.hash,
    ...(last === undefined ? {} : { after: { merchantId: last.merchant_id, paymentId: last.payment_id } }),
  })
}

async function keep(sql: Sql, state: ListState): Promise<void> {
  await sql.query(
    `insert into desk_state values ('lists', $1::jsonb) on conflict (name) do update set value = excluded.value`,
    [JSON.stringify(state)],
  )
}

/** Lists ask facts alone. */
const NOTHING_COUNTED = {
  verdict: 'new' as const,
  read: () => undefined,
  comparedWith: () => 0,
  isApproximate: () => false,
}

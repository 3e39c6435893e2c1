import type { Case } from '../cases/case.ts'
import type { Intent } from '../cases/intent.ts'
import { refused } from '../cases/refused.ts'
import type { AccountAction } from '../model/case.ts'
import type { Problem } from '../model/problem.ts'
import type { Sql } from '../ports.ts'
import { link } from './case-store.ts'

type AccountState = 'active' | 'restricted' | 'closed'

/** From which state to which. A reversal that is cancelled leaves the account as it is. */
const CHANGES: Readonly<
  Record<Exclude<AccountAction, 'cancel_reversal'>, { from: readonly AccountState[]; to: AccountState }>
> = {
  restrict: { from: ['active'], to: 'restricted' },
  lift: { from: ['restricted'], to: 'active' },
  close: { from: ['active', 'restricted'], to: 'closed' },
}

/** Does what was permitted about an account; answers why it cannot be done. An account that nothing was done about is active. */
export async function changeAccount(
  sql: Sql,
  { case_id, merchant_id }: Case,
  { action, what, id, reversal }: NonNullable<Intent['account']>,
  by: string,
  at: string,
): Promise<Problem | undefined> {
  await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 7421181))', [
    JSON.stringify(reversal === undefined ? [what, merchant_id, id] : ['reversal', merchant_id, reversal]),
  ])
  if (action === 'cancel_reversal') return cancelReversal(sql, case_id, merchant_id, reversal)
  const [row] = await sql.query<{ state: AccountState }>(
    'select state from accounts where what = $1 and merchant_id = $2 and account_id = $3',
    [what, merchant_id, id],
  )
  const state = row?.state ?? 'active'
  const { from, to } = CHANGES[action]
  if (!from.includes(state)) {
    return refused(
      'account-state',
      `the ${what} account \`${id}\` is ${state}, so it cannot be ${to === 'active' ? 'lifted' : to}`,
    )
  }
  await sql.query(
    `insert into accounts values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (what, merchant_id, account_id) do update
     set state = excluded.state, changed_at = excluded.changed_at, changed_by = excluded.changed_by, case_id = excluded.case_id`,
    [what, merchant_id, id, to, at, by, case_id],
  )
  await link(sql, case_id, `${what}_account`, merchant_id, id)
  return undefined
}

async function cancelReversal(
  sql: Sql,
  caseId: string,
  merchantId: string,
  reversal: string | undefined,
): Promise<Problem | undefined> {
  if (reversal === undefined) return refused('nothing-said', 'say which reversal is cancelled', '--reversal ID')
  const known = await sql.query<{ case_id: string }>(
    "select case_id from case_links where what = 'cancelled_reversal' and merchant_id = $1 and id = $2",
    [merchantId, reversal],
  )
  if (known[0] !== undefined)
    return refused('account-state', `reversal \`${reversal}\` was cancelled already, in ${known[0].case_id}`)
  await link(sql, caseId, 'cancelled_reversal', merchantId, reversal)
  return undefined
}

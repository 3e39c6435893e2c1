import type { Case } from '../cases/case.ts'
import type { ChainedEvent } from '../cases/chain.ts'
import type { Sql } from '../ports.ts'
import { historyOf } from './case-store.ts'

export interface CaseLink {
  what: string
  merchant_id: string
  id: string
}

/** A case with all that belongs to it. */
export interface WholeCase {
  case: Case
  history: ChainedEvent[]
  links: CaseLink[]
  /** In the form in which payments come in; undefined while it has not come. */
  payment: Record<string, unknown> | undefined
  decision: Record<string, unknown> | undefined
  outcomes: Record<string, unknown>[]
  /** The effective one, and who says so. */
  label: { label: string; source: string } | undefined
}

export async function wholeCase(sql: Sql, of: Case): Promise<WholeCase> {
  const about = [of.merchant_id, of.payment_id]
  const bodies = async (from: string): Promise<Record<string, unknown>[]> => {
    const rows = await sql.query<{ body: Record<string, unknown> }>(from, about)
    return rows.map(({ body }) => body)
  }
  const labels = await sql.query<{ label: string; source: string }>(
    'select label, source from payment_labels where merchant_id = $1 and payment_id = $2',
    about,
  )
  return {
    case: of,
    history: await historyOf(sql, of.case_id),
    links: await sql.query<CaseLink>(
      'select what, merchant_id, id from case_links where case_id = $1 order by what, id',
      [of.case_id],
    ),
    payment: (await bodies('select body from payments where merchant_id = $1 and payment_id = $2'))[0],
    decision: (await bodies('select body from decisions where merchant_id = $1 and payment_id = $2'))[0],
    outcomes: await bodies('select body from outcomes where merchant_id = $1 and payment_id = $2 order by occurred_at'),
    label: labels[0],
  }
}

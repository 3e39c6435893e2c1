import type { Case } from '../cases/case.ts'
import type { Sql } from '../ports.ts'
import { caseOf, casesWhere } from './case-store.ts'

/** Which cases; what is left out does not matter. */
export interface CaseFilter {
  queue?: string | undefined
  kind?: string | undefined
  state?: string | undefined
  assignee?: string | undefined
  payment?: string | undefined
  customer?: string | undefined
  /** Due before this time. */
  dueBefore?: string | undefined
  /** Those that have ended as well. */
  ended?: boolean
}

/** The cases to work on, most pressing first: by priority, then by when they are due. Answers how many there are in all, too. */
export async function listCases(
  sql: Sql,
  filter: CaseFilter,
  limit: number,
): Promise<{ cases: Case[]; total: number }> {
  const values = [
    filter.queue,
    filter.kind,
    filter.state,
    filter.assignee,
    filter.payment,
    filter.customer,
    filter.dueBefore,
  ]
  const condition = `($1::text is null or queue = $1) and ($2::text is null or kind = $2)
    and ($3::text is null or state = $3) and ($4::text is null or assignee = $4)
    and ($5::text is null or payment_id = $5) and ($6::text is null or customer_id = $6)
    and ($7::timestamptz is null or due_at < $7) and (${filter.ended === true} or closed_at is null)`
  const parameters = values.map(value => value ?? null)
  const [counted] = await sql.query<{ total: number }>(
    `select count(*) as total from cases where ${condition}`,
    parameters,
  )
  const rows = await sql.query<Parameters<typeof caseOf>[0]>(
    `select * from cases where ${condition}
     order by closed_at is not null, array_position(array['urgent', 'high', 'normal', 'low'], priority), due_at, case_id
     limit ${limit}`,
    parameters,
  )
  return { cases: rows.map(caseOf), total: counted!.total }
}

/** By the whole name, or by the part after the day, in any case of letters. */
export async function findCases(sql: Sql, written: string): Promise<Case[]> {
  const name = written.trim().toUpperCase()
  return casesWhere(sql, "case_id = $1 or case_id like '%-' || $1", [name.replaceAll(/[%_\\]/g, '')])
}

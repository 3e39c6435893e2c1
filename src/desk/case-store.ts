import { applyEvent } from '../cases/apply-event.ts'
import type { Case, CaseAction, CaseEventBody } from '../cases/case.ts'
import { type ChainedEvent, chainHash } from '../cases/chain.ts'
import type { Sql } from '../ports.ts'

/** Something that happens to a case, before it has its place in the history. */
export interface NewEvent {
  case_id: string
  /** ISO 8601, UTC. */
  at: string
  actor: string
  action: CaseAction
  body: CaseEventBody
}

type CaseRow = { [Column in keyof Case]: Case[Column] | Date }

/**
 * Adds one event to a case's history and brings the case to what it comes to; `before` is undefined for the first. Whoever
 * calls it has the case's row locked, or has just made its name.
 */
export async function recordEvent(sql: Sql, before: Case | undefined, event: NewEvent): Promise<Case> {
  const previous = before?.head_hash ?? ''
  const numbered = { ...event, body: plain(event.body), number: (before?.version ?? 0) + 1 }
  const chained: ChainedEvent = { ...numbered, previous_hash: previous, hash: chainHash(previous, numbered) }
  const after = applyEvent(before, chained)
  const row = JSON.stringify(after)
  if (before === undefined) await sql.query(INSERT, [row])
  else await sql.query(updateOf(Object.keys(after)), [row, after.case_id])
  await sql.query('insert into case_events select * from jsonb_populate_record(null::case_events, $1::jsonb)', [
    JSON.stringify(chained),
  ])
  return after
}

const INSERT = 'insert into cases select * from jsonb_populate_record(null::cases, $1::jsonb)'

/** All columns at once: the events say what changed. */
function updateOf(columns: readonly string[]): string {
  const values = columns.map(column => `later.${column}`).join(', ')
  return `update cases set (${columns.join(', ')}) =
    (select ${values} from jsonb_populate_record(null::cases, $1::jsonb) later) where case_id = $2`
}

/** What JSON makes of it, so that the hash is that of what is read back. */
function plain(body: CaseEventBody): CaseEventBody {
  return JSON.parse(JSON.stringify(body)) as CaseEventBody
}

/** Cases that a condition holds for, in order of their names; `forUpdate` keeps others from changing them until the transaction ends. */
export async function casesWhere(
  sql: Sql,
  condition: string,
  values: readonly (string | null)[],
  { forUpdate = false } = {},
): Promise<Case[]> {
  const lock = forUpdate ? ' for update of cases' : ''
  const rows = await sql.query<CaseRow>(`select cases.* from cases where ${condition} order by case_id${lock}`, values)
  return rows.map(caseOf)
}

export async function lockCase(sql: Sql, caseId: string): Promise<Case | undefined> {
  return (await casesWhere(sql, 'case_id = $1', [caseId], { forUpdate: true }))[0]
}

export async function historyOf(sql: Sql, caseId: string): Promise<ChainedEvent[]> {
  const rows = await sql.query<Omit<ChainedEvent, 'at'> & { at: Date }>(
    'select * from case_events where case_id = $1 order by number',
    [caseId],
  )
  return rows.map(row => ({ ...row, at: row.at.toISOString() }))
}

export function caseOf(row: CaseRow): Case {
  const entries = Object.entries(row).map(([column, value]) => [
    column,
    value instanceof Date ? value.toISOString() : value,
  ])
  return Object.fromEntries(entries) as Case
}

export async function link(sql: Sql, caseId: string, what: string, merchantId: string, id: string): Promise<void> {
  await sql.query('insert into case_links values ($1, $2, $3, $4) on conflict do nothing', [
    caseId,
    what,
    merchantId,
    id,
  ])
}

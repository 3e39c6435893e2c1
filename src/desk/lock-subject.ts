import type { Sql } from '../ports.ts'

/** Keeps others from opening or joining a case of this subject until the transaction ends. */
export async function lockSubject(sql: Sql, subject: string): Promise<void> {
  await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 7421180))', [subject])
}

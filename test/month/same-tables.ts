import { expect } from 'vitest'
import type { Sql } from '../../src/ports.ts'
import { deskTables } from '../desk/desk-tables.ts'

/** All that two desks keep is the same, row by row. Answers how many rows of what. */
export async function expectSameTables(one: Sql, other: Sql): Promise<string> {
  const [tables, others] = [await deskTables(one), await deskTables(other)]
  expect(Object.keys(tables)).toEqual(Object.keys(others))
  for (const [table, rows] of Object.entries(tables)) {
    const texts = new Set(others[table]!.map(row => JSON.stringify(withoutTrace(row))))
    const odd = rows.filter(row => !texts.has(JSON.stringify(withoutTrace(row))))
    expect({ table, rows: rows.length, odd: odd.slice(0, 3) }).toEqual({ table, rows: others[table]!.length, odd: [] })
  }
  return Object.entries(tables)
    .map(([table, rows]) => `${rows.length} ${table}`)
    .join(', ')
}

/** Records of Kafka have a trace and lines of files have none; it is part of what is hashed. Chains are verified on their own. */
function withoutTrace(row: object): object {
  const { head_hash, hash, previous_hash, ...kept } = row as Record<string, unknown>
  const { body } = kept
  if (typeof body !== 'object' || body === null) return kept
  const { trace, ...rest } = body as Record<string, unknown>
  return { ...kept, body: rest }
}

import { expect } from 'vitest'
import { DESK } from '../../src/cases/case.ts'
import type { Sql } from '../../src/ports.ts'
import { deskTables } from '../desk/desk-tables.ts'

/**
 * All that two desks keep is the same, row by row, but for what says which of two cases about one payment was opened first: that stands
 * as an event of the desk in the history of the other. What people did stands in both. Answers how many rows of what.
 */
export async function expectSameTables(one: Sql, other: Sql): Promise<string> {
  const [tables, others] = [await deskTables(one), await deskTables(other)]
  expect(Object.keys(tables)).toEqual(Object.keys(others))
  for (const table of Object.keys(tables)) {
    const [rows, expected] = [tables[table]!, others[table]!].map(each => each.filter(isOfPeople).map(comparable))
    const texts = new Set(expected!.map(row => JSON.stringify(row)))
    const odd = rows!.filter(row => !texts.has(JSON.stringify(row)))
    expect({ table, rows: rows!.length, odd: odd.slice(0, 3) }).toEqual({ table, rows: expected!.length, odd: [] })
  }
  return Object.entries(tables)
    .map(([table, rows]) => `${rows.length} ${table}`)
    .join(', ')
}

/** All rows that are no events, and of those what people did. */
function isOfPeople(row: object): boolean {
  return !('actor' in row) || row.actor !== DESK
}

/** Records of Kafka have a trace and lines of files have none; it is part of what is hashed. Chains are verified on their own. */
function comparable(row: object): object {
  const { head_hash, hash, previous_hash, version, number, ...kept } = row as Record<string, unknown>
  const { body } = kept
  if (typeof body !== 'object' || body === null) return kept
  const { trace, ...rest } = body as Record<string, unknown>
  return { ...kept, body: rest }
}

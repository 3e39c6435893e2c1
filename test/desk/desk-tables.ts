import type { Database, Sql } from '../../src/ports.ts'

const TABLES = [
  'payments',
  'decisions',
  'hits',
  'outcomes',
  'outcome_history',
  'cases',
  'case_events',
  'case_links',
  'labels',
  'accounts',
  'shipments',
  'rescores',
]

/** All that a desk keeps, in an order of its own, for comparison. */
export async function deskTables(sql: Sql): Promise<Record<string, object[]>> {
  const tables: [string, object[]][] = []
  for (const table of TABLES) {
    tables.push([table, await sql.query<object>(`select * from ${table} as kept order by kept::text collate "C"`)])
  }
  return Object.fromEntries(tables)
}

export function emptyDesk(database: Database): Promise<void> {
  return database.execute(`truncate ${TABLES.join(', ')}, desk_state cascade`)
}

import { openEmbedded } from '../database/embedded.ts'
import { FolderInUse } from '../database/folder-lock.ts'
import { Postgres } from '../database/postgres.ts'
import { prepareSchema, WHAT_HAPPENED } from '../desk/schema.ts'
import { CASE_NEWS } from '../desk/schema-case-news.ts'
import { CASES } from '../desk/schema-cases.ts'
import { LABEL_REASONS } from '../desk/schema-labels.ts'
import { EVIDENCE } from '../evidence/schema-evidence.ts'
import type { Database } from '../ports.ts'
import { terminal } from './check.ts'

/** Every step of the desk's tables, in order. */
export const DESK_SCHEMA = [WHAT_HAPPENED, CASES, EVIDENCE, LABEL_REASONS, CASE_NEWS]

/** PostgreSQL for `postgres://…`, otherwise PostgreSQL inside this process with its files in a folder. Connects to no server yet. */
export async function openDatabase(place: string): Promise<Database> {
  return /^postgres(?:ql)?:\/\//.test(place) ? new Postgres({ url: place }) : openEmbedded(place)
}

/** Opens the desk's database with its tables made, or says on standard error why it cannot be had. For commands, which do not wait. */
export async function databaseOrExplain(place: string): Promise<Database | undefined> {
  let database: Database | undefined
  try {
    database = await openDatabase(place)
    await prepareSchema(database, DESK_SCHEMA)
    return database
  } catch (error) {
    await database?.close()
    const hint =
      error instanceof FolderInUse
        ? '; a folder has one user at a time: stop `tripline desk`, or keep cases in PostgreSQL (`desk.database_url`)'
        : ''
    terminal.error(
      `tripline: the desk's database cannot be had: ${error instanceof Error ? error.message : error}${hint}`,
    )
    return undefined
  }
}

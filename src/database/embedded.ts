import { mkdirSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import type { Database, Sql, SqlValue } from '../ports.ts'
import { lockFolder } from './folder-lock.ts'
import { wholeNumber } from './whole-number.ts'

/** Of pg_type. */
const PARSERS = { 20: wholeNumber, 1082: (text: string) => text }

/**
 * PostgreSQL inside this process, in a folder, or in memory where none is named. One process at a time: throws
 * `FolderInUse` while another has the folder.
 */
export async function openEmbedded(folder?: string): Promise<Database> {
  if (folder !== undefined) mkdirSync(folder, { recursive: true })
  const unlock = folder === undefined ? () => undefined : lockFolder(folder)
  try {
    const engine = await PGlite.create(
      folder === undefined ? { parsers: PARSERS } : { dataDir: folder, parsers: PARSERS },
    )
    return new Embedded(engine, unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

class Embedded implements Database {
  private readonly engine: PGlite
  private readonly unlock: () => void

  constructor(engine: PGlite, unlock: () => void) {
    this.engine = engine
    this.unlock = unlock
  }

  async query<Row extends object>(text: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    return (await this.engine.query<Row>(text, [...values])).rows
  }

  async execute(statements: string): Promise<void> {
    await this.engine.exec(statements)
  }

  /** One at a time, in turn. */
  transaction<Result>(act: (sql: Sql) => Promise<Result>): Promise<Result> {
    return this.engine.transaction(inner =>
      act({
        query: async <Row extends object>(text: string, values: readonly SqlValue[] = []) =>
          (await inner.query<Row>(text, [...values])).rows,
      }),
    )
  }

  async close(): Promise<void> {
    await this.engine.close()
    this.unlock()
  }
}

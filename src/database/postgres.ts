import pRetry from 'p-retry'
import { DatabaseError, types as driverTypes, Pool } from 'pg'
import { Outage } from '../model/problem.ts'
import type { Database, Sql, SqlValue } from '../ports.ts'
import { wholeNumber } from './whole-number.ts'

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database?sslmode=…`. */
  url: string
  connectionsMax?: number
}

/** Of pg_type. */
const INT8 = 20
const DATE = 1082
/** Serialization failure, deadlock: nothing was written, and the same transaction may well succeed now. */
const REPEATABLE = new Set(['40001', '40P01'])
const REPEATS_MAX = 20

/** A pool of connections to a PostgreSQL server, made when they are needed. */
export class Postgres implements Database {
  private readonly pool: Pool

  constructor({ url, connectionsMax = 8 }: PostgresOptions) {
    this.pool = new Pool({
      connectionString: url,
      max: connectionsMax,
      connectionTimeoutMillis: 5000,
      application_name: 'tripline',
      types: { getTypeParser: parserOf },
    })
    this.pool.on('error', () => undefined) // an idle connection broke; the next query makes another, or says why not
  }

  async query<Row extends object>(text: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    try {
      const { rows } = await this.pool.query<Row>(text, [...values])
      return rows
    } catch (error) {
      throw explained(error)
    }
  }

  async execute(statements: string): Promise<void> {
    await this.query(statements)
  }

  transaction<Result>(act: (sql: Sql) => Promise<Result>): Promise<Result> {
    return pRetry(() => this.transactOnce(act), {
      retries: REPEATS_MAX,
      minTimeout: 5,
      maxTimeout: 200,
      randomize: true,
      shouldRetry: ({ error }) => error instanceof DatabaseError && REPEATABLE.has(error.code ?? ''),
    })
  }

  async close(): Promise<void> {
    await this.pool.end()
  }

  private async transactOnce<Result>(act: (sql: Sql) => Promise<Result>): Promise<Result> {
    const client = await this.pool.connect().catch((error: unknown) => {
      throw explained(error)
    })
    const sql: Sql = {
      async query<Row extends object>(text: string, values: readonly SqlValue[] = []) {
        try {
          return (await client.query<Row>(text, [...values])).rows
        } catch (error) {
          throw explained(error)
        }
      },
    }
    let isBroken = false
    const onBroken = (): void => {
      isBroken = true
    }
    client.on('error', onBroken)
    try {
      await sql.query('begin')
      const result = await act(sql)
      await sql.query('commit')
      return result
    } catch (error) {
      await client.query('rollback').catch(onBroken)
      throw error
    } finally {
      client.off('error', onBroken)
      client.release(isBroken)
    }
  }
}

function parserOf(oid: number, format?: 'text' | 'binary') {
  if (oid === INT8) return wholeNumber
  if (oid === DATE) return (text: string) => text
  return driverTypes.getTypeParser(oid, format)
}

/** Whatever is no answer of the server to the statement itself means that there is no server to be had. */
function explained(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  if (error instanceof DatabaseError && !isUnavailable(error.code ?? '')) return error
  const causes = error instanceof AggregateError ? error.errors : [error]
  return new Outage('database', causes.map(each => (each instanceof Error ? each.message : String(each))).join('; '))
}

/**
 * Classes of PostgreSQL's error codes: 08 connection, 28 who may connect, 3D no such database, 53 out of resources, 57P0x
 * shut down or starting up, 58 the system around it.
 */
function isUnavailable(code: string): boolean {
  return /^(?:08|28|3D|53|57P0|58)/.test(code)
}

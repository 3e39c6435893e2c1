import { inject } from 'vitest'
import { DESK_SCHEMA } from '../../src/cli/open-database.ts'
import { Postgres } from '../../src/database/postgres.ts'
import { prepareSchema } from '../../src/desk/schema.ts'
import { describeReports } from '../contracts/reports.ts'
import { newDatabase } from '../services/postgres.ts'

describeReports(
  'reports from PostgreSQL',
  async () => {
    const database = new Postgres({ url: await newDatabase(inject('postgresUrl')) })
    await prepareSchema(database, DESK_SCHEMA)
    return database
  },
  3,
)

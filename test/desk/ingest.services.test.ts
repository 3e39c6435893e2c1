import { inject } from 'vitest'
import { Postgres } from '../../src/database/postgres.ts'
import { describeIngest } from '../contracts/desk-ingest.ts'
import { newDatabase } from '../services/postgres.ts'

describeIngest(
  'what came in, in PostgreSQL',
  async () => new Postgres({ url: await newDatabase(inject('postgresUrl')) }),
)

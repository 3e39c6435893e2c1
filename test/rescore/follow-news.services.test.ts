import { inject } from 'vitest'
import { Postgres } from '../../src/database/postgres.ts'
import { describeRescore } from '../contracts/rescore.ts'
import { newDatabase } from '../services/postgres.ts'

describeRescore('payments scored again, in PostgreSQL', async () => {
  return new Postgres({ url: await newDatabase(inject('postgresUrl')) })
})

import { inject } from 'vitest'
import { Postgres } from '../../src/database/postgres.ts'
import { describeCaseOrder } from '../contracts/case-order.ts'
import { newDatabase } from '../services/postgres.ts'

describeCaseOrder(
  'order of arrival, in PostgreSQL',
  async () => new Postgres({ url: await newDatabase(inject('postgresUrl')) }),
  6,
)

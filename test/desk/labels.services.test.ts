import { inject } from 'vitest'
import { Postgres } from '../../src/database/postgres.ts'
import { describeDeskLabels } from '../contracts/desk-labels.ts'
import { newDatabase } from '../services/postgres.ts'

describeDeskLabels(
  'labels of files, in PostgreSQL',
  async () => new Postgres({ url: await newDatabase(inject('postgresUrl')) }),
)

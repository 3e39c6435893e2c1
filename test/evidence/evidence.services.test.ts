import { inject } from 'vitest'
import { Postgres } from '../../src/database/postgres.ts'
import { describeEvidence } from '../contracts/evidence.ts'
import { newDatabase } from '../services/postgres.ts'

describeEvidence('evidence, in PostgreSQL', async () => new Postgres({ url: await newDatabase(inject('postgresUrl')) }))

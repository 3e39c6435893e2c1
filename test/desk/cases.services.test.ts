import { inject } from 'vitest'
import { Postgres } from '../../src/database/postgres.ts'
import { describeCases } from '../contracts/desk-cases.ts'
import { newDatabase } from '../services/postgres.ts'

describeCases('cases, in PostgreSQL', async () => new Postgres({ url: await newDatabase(inject('postgresUrl')) }))

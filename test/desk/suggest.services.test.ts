import { inject } from 'vitest'
import { describeDeskSuggest } from '../contracts/desk-suggest.ts'
import { newDatabase } from '../services/postgres.ts'

describeDeskSuggest('suggestions from PostgreSQL', () => newDatabase(inject('postgresUrl')))

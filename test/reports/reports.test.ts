import { DESK_SCHEMA } from '../../src/cli/open-database.ts'
import { openEmbedded } from '../../src/database/embedded.ts'
import { prepareSchema } from '../../src/desk/schema.ts'
import { describeReports } from '../contracts/reports.ts'

describeReports(
  'reports from the embedded database',
  async () => {
    const database = await openEmbedded()
    await prepareSchema(database, DESK_SCHEMA)
    return database
  },
  12,
)

import { openEmbedded } from '../../src/database/embedded.ts'
import { describeIngest } from '../contracts/desk-ingest.ts'

describeIngest('what came in, in the embedded database', () => openEmbedded())

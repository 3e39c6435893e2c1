import { openEmbedded } from '../../src/database/embedded.ts'
import { describeDeskLabels } from '../contracts/desk-labels.ts'

describeDeskLabels('labels of files, in the embedded database', () => openEmbedded())

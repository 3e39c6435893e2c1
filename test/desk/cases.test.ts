import { openEmbedded } from '../../src/database/embedded.ts'
import { describeCases } from '../contracts/desk-cases.ts'

describeCases('cases, in the embedded database', () => openEmbedded())

import { openEmbedded } from '../../src/database/embedded.ts'
import { describeRescore } from '../contracts/rescore.ts'

describeRescore('payments scored again, in the embedded database', () => openEmbedded())

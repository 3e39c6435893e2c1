import { openEmbedded } from '../../src/database/embedded.ts'
import { describeCaseOrder } from '../contracts/case-order.ts'

describeCaseOrder('order of arrival, in the embedded database', () => openEmbedded(), 8)

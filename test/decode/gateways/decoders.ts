import { createDecoder, createOutcomeDecoder } from '../../../src/decode/create-decoder.ts'
import type { JudgeWith } from '../../../src/intake/gateway-event.ts'

const secret = 'secret of the tests'
const decoding = { format: 'json', secret } as const

/** Judges mapped bodies as the intake does. */
export const JUDGE: JudgeWith = {
  payments: createDecoder(decoding),
  outcomes: createOutcomeDecoder(decoding),
  secret,
}

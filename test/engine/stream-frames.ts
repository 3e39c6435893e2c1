import { createDecoder } from '../../src/decode/create-decoder.ts'
import { enrich } from '../../src/enrich/enrich.ts'
import { PaymentEvent } from '../../src/enrich/payment-event.ts'
import { generatePayments } from '../../src/generator/generate-payments.ts'
import type { Frame, Ruleset } from '../../src/ruleset/ruleset.ts'
import { createMemoryStore } from '../../src/velocity/memory-store.ts'

const SECRET = 'a secret for this test only'
const BATCH = 100
/** Parts of the payment that every so many payments lack. */
const LACKING = { card: 3, ip: 4, billing: 5, customer: 7, device: 2, shipping: 6 }

/** A stream of payments, many with parts absent, as the rules see them. A frame holds until the next one is asked for. */
export async function* streamFrames(ruleset: Ruleset, count: number): AsyncGenerator<Frame> {
  const decoder = createDecoder({ format: 'json', secret: SECRET })
  const store = createMemoryStore({ secret: SECRET, baseDigits: 2 })
  const payments = [...generatePayments({ count, seed: 11, fraudShare: 0.2 })].map(({ payment }, at) => {
    const lacking = Object.entries(LACKING).filter(([, every]) => at % every === 0)
    const given = { ...payment, ...Object.fromEntries(lacking.map(([name]) => [name, undefined])) }
    const value = Buffer.from(JSON.stringify(given))
    const decoded = decoder.decode({ topic: 'payments', partition: 0, offset: BigInt(at), key: null, value })
    if (decoded.kind !== 'payment') throw new Error(`payment ${at} is not read`)
    return decoded.payment
  })
  for (let from = 0; from < payments.length; from += BATCH) {
    const facts = payments.slice(from, from + BATCH).map(payment => enrich(payment, ruleset.policy.money))
    const counted = await store.count(
      ruleset.plan,
      facts.map(each => new PaymentEvent(each)),
    )
    for (const [at, each] of facts.entries()) yield { facts: each, counted: counted[at]! }
  }
  await store.close()
}

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDecoder } from '../../src/decode/create-decoder.ts'
import { factName } from '../../src/enrich/catalogue.ts'
import { enrich } from '../../src/enrich/enrich.ts'
import { PaymentEvent } from '../../src/enrich/payment-event.ts'
import { ownCopy } from '../../src/model/own-copy.ts'
import { createMemoryStore } from '../../src/velocity/memory-store.ts'
import { planVelocities } from '../../src/velocity/plan-velocities.ts'
import { examplePayment, recordOf } from '../decode/example-payment.ts'
import { money } from '../enrich/payments.ts'
import { COUNT_BY_IP } from '../velocity/count-by-ip.ts'

test('a copy is the same text, whatever it holds', () => {
  const texts = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constant('é'.repeat(600)),
  )
  fc.assert(fc.property(texts, text => ownCopy(text) === text))
  expect(ownCopy('a lone half of a pair: \ud83d')).toBe('a lone half of a pair: \ud83d')
})

test('nothing that outlives its payment keeps all of its record', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const heapBytes = (): number => {
    collect()
    return process.memoryUsage().heapUsed
  }
  const decoder = createDecoder({ format: 'json', secret: 'test' })
  const store = createMemoryStore({ secret: 'test', baseDigits: 2, bytesMax: 2 ** 26 })
  const plan = planVelocities(['ip', 'customer.email', 'customer.id'].map(key => ({ ...COUNT_BY_IP, by: [key] })))
  const asked = ['ip.country', 'email.disposable', 'address.match'].map(name => factName(name)!)
  const texts = 4000
  const userAgent = 'x'.repeat(4000)

  const countAll = async (from: number): Promise<void> => {
    const events = Array.from({ length: texts }, (_, i) => {
      const number = from + i
      const raw = {
        ...examplePayment(),
        metadata: undefined,
        id: `payment-number-${number}`,
        customer: { id: `customer-number-${number}`, email: `joe@the-domain-${number}.example` },
        ip: `181.112.${100 + (number >> 8)}.${number & 255}`,
        device: { userAgent },
        billing: { line1: `${number} Long Hill Avenue`, country: 'US' },
      }
      const decoded = decoder.decode(recordOf(JSON.stringify(raw)))
      if (decoded.kind !== 'payment') throw new Error('no payment')
      const facts = enrich(decoded.payment, money)
      for (const fact of asked) fact.read(facts)
      return new PaymentEvent(facts)
    })
    await store.count(plan, events)
  }
  await countAll(0)
  const before = heapBytes()
  await countAll(texts)
  await countAll(2 * texts)
  expect(heapBytes() - before).toBeLessThan(2 * texts * userAgent.length * 0.6)
})

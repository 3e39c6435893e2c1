import { readFileSync } from 'node:fs'
import { describe, expect, inject, it } from 'vitest'
import { parse } from 'yaml'
import { type FramedFormat, paymentEncoder } from '../decode/encode.ts'
import { openStage } from './open-stage.ts'

const sample = parse(readFileSync('rules/sample-payment.yaml', 'utf8')) as object

/** Four cards tried from one address, then one that buys: what many-cards-one-ip and its neighbours are there for. */
function cardTesting(): object[] {
  return [1, 2, 3, 4].map(number => ({
    ...sample,
    id: `card-testing-${number}`,
    occurredAt: `2026-11-21T10:${10 + number}:00.000Z`,
    amount: '129.90',
    currency: 'USD',
    ip: '81.2.69.160',
    card: { fingerprint: `fp_${number}`, bin: '411111', last4: `111${number}`, country: 'US' },
  }))
}

describe('formats', () => {
  for (const format of ['json', 'avro', 'json-schema', 'protobuf'] as const) {
    it(`flags payments that come as ${format}, with the reasons of the rule files`, async () => {
      const stage = await openStage()
      const encode = await encoderOf(format)
      const messages = []
      for (const payment of cardTesting()) messages.push({ key: 'one', value: await encode(payment) })
      await stage.produce(messages)
      const worker = await stage.startWorker({ TRIPLINE_FORMAT: format })
      await stage.untilCommitted(messages.length)
      await worker.stop()

      expect(await stage.readAll('deadLetters')).toEqual([])
      const decisions = (await stage.readAll('decisions')).map(each => JSON.parse(each.value))
      expect(decisions.map(each => each.paymentId)).toEqual(cardTesting().map(each => (each as { id: string }).id))
      const reviews = (await stage.readAll('reviews')).map(each => JSON.parse(each.value))
      const hit = reviews.at(-1).hits.find((each: { rule: string }) => each.rule === 'many-cards-one-ip')
      expect(hit.reason).toBe('4 cards from 81.2.69.160 within 1h, this one for 129.90 USD')
      expect(reviews.at(-1).payment.card.last4).toBe('1114')
      expect(reviews.at(-1).check.length).toBeGreaterThan(0)
    })
  }
})

async function encoderOf(format: 'json' | FramedFormat): Promise<(payment: object) => Promise<Buffer>> {
  if (format === 'json') return async payment => Buffer.from(JSON.stringify(payment))
  const { encode } = await paymentEncoder(inject('registryUrl'), format)
  return encode
}

import { expect, test } from 'vitest'
import { createOutcomeDecoder } from '../../src/decode/create-decoder.ts'
import { OUTCOME } from '../../src/decode/outcome-shape.ts'
import { outcomeJson } from '../../src/model/outcome-json.ts'

const WHOLE = {
  type: 'chargeback',
  id: 'cb_1',
  paymentId: 'pay_1',
  merchant: { id: 'm' },
  occurredAt: '2026-03-01T10:00:00.000Z',
  amount: '12.30',
  currency: 'USD',
  reason: 'fraudulent',
  status: 'needs_response',
  deadline: '2026-03-20T00:00:00.000Z',
  stage: 'second',
  disputeId: 'd_1',
  network: 'visa',
  networkReason: '10.4',
  gateway: 'stripe',
}
const NOTICE = { type: 'notice', id: 'n', occurredAt: WHOLE.occurredAt, notice: 'reserve', stage: 'opened' }

test('an outcome is written with every field that one may come in with', () => {
  const decoder = createOutcomeDecoder({ format: 'json', secret: 'sixteen letters!' })
  const written = [WHOLE, NOTICE].map(each => {
    const read = decoder.decode({
      topic: 't',
      partition: 0,
      offset: 0n,
      key: null,
      value: Buffer.from(JSON.stringify(each)),
    })
    return read.kind === 'outcome' ? JSON.parse(JSON.stringify(outcomeJson(read.outcome))) : read
  })
  expect(written).toEqual([WHOLE, NOTICE])
  const named = new Set([WHOLE, NOTICE].flatMap(each => Object.keys(each)))
  expect(OUTCOME.fields.map(({ name }) => name).filter(name => !named.has(name))).toEqual([])
})

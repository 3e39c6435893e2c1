import { expect, onTestFinished, test } from 'vitest'
import { openEmbedded } from '../../src/database/embedded.ts'
import { createOutcomeDecoder } from '../../src/decode/create-decoder.ts'
import { createDecisionDecoder } from '../../src/decode/decision-decoder.ts'
import { casesWhere, historyOf } from '../../src/desk/case-store.ts'
import { DeskDecoder } from '../../src/desk/desk-decoder.ts'
import { follow, followUp } from '../../src/desk/follow.ts'
import { ingest } from '../../src/desk/ingest.ts'
import { prepareSchema, WHAT_HAPPENED } from '../../src/desk/schema.ts'
import { CASES } from '../../src/desk/schema-cases.ts'
import type { EventRecord } from '../../src/ports.ts'
import { POLICY } from '../cases/desk-policy.ts'

const TRACE_OF_DECISION = '4bf92f3577b34da6a3ce929d0e0e4736'
const TRACE_OF_DISPUTE = '00000000000000000000000000000abc'
const TRACE_OF_CHARGEBACK = '00000000000000000000000000000def'
const AT = '2026-11-21T10:00:00.000Z'

let offset = 0n
const record = (topic: string, value: object, traceparent?: string): EventRecord => ({
  topic,
  partition: 0,
  offset: offset++,
  key: null,
  value: Buffer.from(JSON.stringify(value)),
  ...(traceparent === undefined ? {} : { headers: { traceparent: Buffer.from(traceparent) } }),
})
const decision = {
  action: 'review',
  score: 60,
  ruleset: 'one',
  hits: [],
  queue: 'q',
  priority: 'low',
  handling: 'self',
}
const about = { paymentId: 'a', occurredAt: AT }

test('a case keeps the trace of each record that opened or joined it, and of none that had no valid one', async () => {
  const database = await openEmbedded()
  onTestFinished(() => database.close())
  await prepareSchema(database, [WHAT_HAPPENED, CASES])
  const decoder = new DeskDecoder({
    decisions: createDecisionDecoder(),
    decisionsTopic: 'decisions',
    others: createOutcomeDecoder({ format: 'json', secret: 'sixteen letters!' }),
  })
  const given = [
    record('decisions', { ...about, ...decision }, `00-${TRACE_OF_DECISION}-00f067aa0ba902b7-01`),
    record('decisions', { ...about, ...decision, paymentId: 'b' }, '00-nonsense-01'),
    record('decisions', { ...about, ...decision, paymentId: 'c' }),
    record('outcomes', { ...about, type: 'dispute', id: 'd1' }, `00-${TRACE_OF_DISPUTE}-00f067aa0ba902b7-00`),
    record(
      'outcomes',
      { ...about, occurredAt: '2026-11-22T10:00:00Z', type: 'chargeback', id: 'd2' },
      `00-${TRACE_OF_CHARGEBACK}-00f067aa0ba902b7-00`,
    ),
  ]
  // Again, from another place and with another trace: what is known changes nothing.
  const again = given.map(each => ({ ...each, headers: { traceparent: `00-${'9'.repeat(32)}-00f067aa0ba902b7-01` } }))
  for (const records of [given, again]) {
    const { arrived, refused } = await decoder.decode(records)
    expect(refused).toEqual([])
    await database.transaction(async sql => follow(sql, POLICY, arrived, await ingest(sql, arrived, POLICY.money)))
    await database.transaction(sql => followUp(sql, POLICY, arrived))
  }
  const traces: [string, unknown[]][] = []
  for (const { kind, payment_id, case_id } of await casesWhere(database, 'true', [])) {
    const told = (await historyOf(database, case_id)).filter(({ body }) => body.what !== 'case')
    traces.push([`${kind} ${payment_id}`, told.map(({ body }) => body.trace)])
  }
  expect(Object.fromEntries(traces)).toEqual({
    'review a': [TRACE_OF_DECISION],
    'review b': [undefined],
    'review c': [undefined],
    'chargeback a': [TRACE_OF_DISPUTE, TRACE_OF_CHARGEBACK],
  })
})

import { describe, expect, inject, it } from 'vitest'
import { createDecoder, type RecordFormat } from '../../src/decode/create-decoder.ts'
import { createKafkaSource } from '../../src/kafka/source.ts'
import { readAndCommit } from '../contracts/event-source.ts'
import { type FramedFormat, paymentEncoder } from '../decode/encode.ts'
import { examplePayment } from '../decode/example-payment.ts'
import { brokers, freshName, makeTopic, produce } from './broker.ts'

const PAYMENTS = [
  examplePayment(),
  { ...examplePayment(), id: 'pay_1002', amount: '0.01', customer: { id: 'c_1', email: 'zoë@exämple.com' } },
  { id: 'pay_1003', occurredAt: '2026-11-21T10:15:30.123Z', amount: '5.00', currency: 'EUR' },
]

/** The same payments as a broker brings them in a format, decoded. */
async function throughKafka(encode: (payment: object) => Promise<Buffer>, format: RecordFormat) {
  const topic = await makeTopic()
  const values = await Promise.all(PAYMENTS.map(encode))
  await produce(
    topic,
    values.map(value => ({ value })),
  )
  const source = createKafkaSource({ connection: { brokers }, topics: [topic], groupId: freshName('group') })
  const records = await readAndCommit(source, PAYMENTS.length)
  await source.close()
  const decoder = createDecoder({
    format,
    registryUrl: inject('registryUrl'),
    metadataFields: { campaign: 'text' },
    secret: 'test',
  })
  await decoder.prepare(records)
  return records.map(record => decoder.decode(record))
}

const encodeJson = async (payment: object): Promise<Buffer> => Buffer.from(JSON.stringify(payment))

describe('a real schema registry', () => {
  for (const format of ['avro', 'json-schema', 'protobuf'] as const satisfies readonly FramedFormat[]) {
    it(`brings a payment in ${format} out the same as in JSON`, async () => {
      const { encode } = await paymentEncoder(inject('registryUrl'), format, freshName(`payments-${format}`))
      const asJson = await throughKafka(encodeJson, 'json')
      expect(asJson.map(each => each.kind)).toEqual(['payment', 'payment', 'payment'])
      expect(await throughKafka(encode, format)).toEqual(asJson)
      expect(await throughKafka(encode, 'auto')).toEqual(asJson)
    })
  }
})

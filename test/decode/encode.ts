import { SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry'
import { schemaFiles } from '../../src/decode/schema-files.ts'

export type FramedFormat = 'avro' | 'json-schema' | 'protobuf'

const FILES: Record<FramedFormat, { type: SchemaType; file: string }> = {
  avro: { type: SchemaType.AVRO, file: 'payment.avsc' },
  'json-schema': { type: SchemaType.JSON, file: 'payment.schema.json' },
  protobuf: { type: SchemaType.PROTOBUF, file: 'payment.proto' },
}

/** Registers Tripline's own schema of that format and answers how to frame payments (as their JSON objects) with it. */
export async function paymentEncoder(
  registryUrl: string,
  format: FramedFormat,
  subject = `payments-${format}-value`,
): Promise<{ schemaId: number; encode(payment: object): Promise<Buffer> }> {
  const registry = new SchemaRegistry({ host: registryUrl }, { [SchemaType.JSON]: { strict: false } })
  const { type, file } = FILES[format]
  const schema = schemaFiles()[file]!
  const { id } = await registry.register({ type, schema } as Parameters<SchemaRegistry['register']>[0], { subject })
  return {
    schemaId: id,
    encode: payment => registry.encode(id, format === 'json-schema' ? payment : withTextValues(payment)),
  }
}

/** In Avro and Protobuf, metadata are texts. */
function withTextValues(payment: object): object {
  const metadata = (payment as { metadata?: Record<string, unknown> }).metadata
  if (!metadata) return payment
  return {
    ...payment,
    metadata: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, String(value)])),
  }
}

import { outcomeAvroSchema, paymentAvroSchema } from './avro-schema.ts'
import { outcomeJsonSchema, paymentJsonSchema } from './json-schema.ts'
import { outcomeProtobufSchema, paymentProtobufSchema } from './protobuf-schema.ts'

/** The files in schemas/ by name, as they must read. */
export function schemaFiles(): Record<string, string> {
  return {
    'payment.schema.json': `${JSON.stringify(paymentJsonSchema(), null, 2)}\n`,
    'payment.avsc': `${JSON.stringify(paymentAvroSchema(), null, 2)}\n`,
    'payment.proto': paymentProtobufSchema(),
    'outcome.schema.json': `${JSON.stringify(outcomeJsonSchema(), null, 2)}\n`,
    'outcome.avsc': `${JSON.stringify(outcomeAvroSchema(), null, 2)}\n`,
    'outcome.proto': outcomeProtobufSchema(),
  }
}

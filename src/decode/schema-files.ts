import { paymentAvroSchema } from './avro-schema.ts'
import { paymentJsonSchema } from './json-schema.ts'
import { paymentProtobufSchema } from './protobuf-schema.ts'

/** The files in schemas/ by name, as they must read. */
export function schemaFiles(): Record<string, string> {
  return {
    'payment.schema.json': `${JSON.stringify(paymentJsonSchema(), null, 2)}\n`,
    'payment.avsc': `${JSON.stringify(paymentAvroSchema(), null, 2)}\n`,
    'payment.proto': paymentProtobufSchema(),
  }
}

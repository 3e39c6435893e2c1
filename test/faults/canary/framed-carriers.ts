import { paymentEncoder } from '../../decode/encode.ts'
import type { Canary } from './canaries.ts'
import { type Carrier, paymentOf } from './scored-carriers.ts'

/** Built before anything is sent, because carriers answer at once. */
export interface Framed {
  carrier: Omit<Carrier, 'value'>
  value(canary: Canary): Promise<Buffer>
}

const RECURSIVE = {
  type: 'record',
  name: 'Node',
  fields: [{ name: 'next', type: ['null', 'Node'] }],
}

/** Records as the schema registry frames them: good ones, broken ones, and ones whose schema is refused. */
export async function framedCarriers(registryUrl: string): Promise<Framed[]> {
  const avro = await paymentEncoder(registryUrl, 'avro')
  const jsonSchema = await paymentEncoder(registryUrl, 'json-schema')
  const protobuf = await paymentEncoder(registryUrl, 'protobuf')
  const refusedId = await register(registryUrl, 'canary-recursive', RECURSIVE)
  const inText = (canary: Canary): object => {
    const { pan, spaced, dashed, track1, code } = canary
    return paymentOf(canary, {
      'customer.name': `card ${spaced}`,
      'customer.id': pan,
      'billing.line2': dashed,
      'card.fingerprint': pan,
      'card.cvc': code,
      'metadata.note': track1,
      'metadata.cvv': code,
    })
  }
  const secrets = (canary: Canary): Buffer => Buffer.from(Object.values(canary).join('\u0000'))
  const scored = (name: string, value: Framed['value']): Framed => ({ carrier: { name, becomes: 'payment' }, value })
  const refused = (name: string, value: Framed['value']): Framed => ({
    carrier: { name, becomes: 'dead letter' },
    value,
  })

  return [
    scored('Avro', canary => avro.encode(inText(canary))),
    refused('Avro cut off', async canary => (await avro.encode(inText(canary))).subarray(0, -1)),
    refused('Avro with more after it', async canary =>
      Buffer.concat([await avro.encode(inText(canary)), secrets(canary)]),
    ),
    refused('Avro frame of junk', async canary => frame(avro.schemaId, secrets(canary))),
    refused('Avro that names the schema of JSON', async canary =>
      frame(jsonSchema.schemaId, (await avro.encode(inText(canary))).subarray(5)),
    ),
    refused('Avro without an id', canary => avro.encode({ ...inText(canary), id: '' })),
    scored('JSON Schema', async canary =>
      frame(jsonSchema.schemaId, Buffer.from(JSON.stringify({ ...inText(canary), cvv: canary.code, pan: canary.pan }))),
    ),
    refused('JSON Schema that does not match', async canary =>
      frame(jsonSchema.schemaId, Buffer.from(JSON.stringify({ ...inText(canary), card: canary.pan }))),
    ),
    refused('JSON Schema cut off', async canary =>
      frame(jsonSchema.schemaId, Buffer.from(JSON.stringify(inText(canary)).slice(0, -1))),
    ),
    scored('Protobuf', canary => protobuf.encode(inText(canary))),
    refused('Protobuf cut off', async canary => (await protobuf.encode(inText(canary))).subarray(0, -1)),
    refused('Protobuf frame of junk', async canary => frame(protobuf.schemaId, secrets(canary))),
    refused('refused schema', async canary => frame(refusedId, secrets(canary))),
  ]
}

function frame(schemaId: number, payload: Uint8Array): Buffer {
  const header = Buffer.alloc(5)
  header.writeInt32BE(schemaId, 1)
  return Buffer.concat([header, payload])
}

async function register(registryUrl: string, subject: string, schema: object): Promise<number> {
  const response = await fetch(`${registryUrl}/subjects/${subject}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema: JSON.stringify(schema) }),
  })
  return ((await response.json()) as { id: number }).id
}

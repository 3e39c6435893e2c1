import { createDecoder, type DecoderOptions } from '../../src/decode/create-decoder.ts'
import type { Decoded, Decoder, PaymentRead } from '../../src/decode/decoder.ts'
import { recordOf } from './example-payment.ts'

type Options = Partial<DecoderOptions>

/** Reads single records with a decoder made for each, by options that are asked for then. */
export function registryReading(usual: () => Options) {
  const decoder = (options: Options = {}): Decoder<PaymentRead> =>
    createDecoder({ format: 'auto', secret: 'test', metadataFields: { campaign: 'text' }, ...usual(), ...options })
  const decode = async (bytes: Buffer, options: Options = {}): Promise<Decoded> => {
    const made = decoder(options)
    const record = recordOf(bytes)
    await made.prepare([record])
    return made.decode(record)
  }
  const codeOf = async (bytes: Buffer, options: Options = {}): Promise<string> => {
    const decoded = await decode(bytes, options)
    return decoded.kind === 'rejected' ? decoded.problem.code : decoded.kind
  }
  return { decoder, decode, codeOf }
}

/** A record's bytes as registries frame them: a zero, the id of the schema, then what it describes. */
export function frame(id: number, payload: Buffer | string = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(5)
  head.writeInt32BE(id, 1)
  return Buffer.concat([head, Buffer.from(payload)])
}

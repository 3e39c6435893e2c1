import type { DecoderOptions } from '../../src/decode/create-decoder.ts'
import type { Decoder } from '../../src/decode/decoder.ts'
import { JsonDecoder } from '../../src/decode/json-decoder.ts'
import { PaymentReader } from '../../src/decode/read-payment.ts'

/** The decoder without its quick way for plain payments: what that way has to agree with. */
export function fullDecoder(
  options: Pick<DecoderOptions, 'secret' | 'metadataFields' | 'timeUnit' | 'recordBytesMax'>,
): Decoder {
  const reader = new PaymentReader(options)
  const read = reader.read.bind(reader)
  return new JsonDecoder({ read }, options.recordBytesMax ?? 1_048_576)
}

import { AutoDecoder } from './auto-decoder.ts'
import type { Decoder, OutcomeRead, RecordReader } from './decoder.ts'
import { JsonDecoder } from './json-decoder.ts'
import { OutcomeReader } from './read-outcome.ts'
import { PaymentReader, type ReaderOptions } from './read-payment.ts'
import { RegistryDecoder } from './registry.ts'

export type RecordFormat = 'json' | 'avro' | 'json-schema' | 'protobuf' | 'auto'

export interface DecoderOptions extends ReaderOptions {
  /** `auto`: a first byte of 0 is a registry frame of any format, everything else JSON. */
  format: RecordFormat
  /** Needed for every format but `json`; `auto` without it takes frames for mistakes. */
  registryUrl?: string
  registryAuth?: { username: string; password: string }
  /** Subjects whose schemas may be used; none: every subject. */
  registrySubjects?: readonly string[]
  /** Bytes; 1 MiB unless said, the broker's own default. */
  recordBytesMax?: number
  /** For how long an unknown schema has been waited for; the system clock unless said. */
  nowMs?: () => number
}

const RECORD_BYTES_MAX = 1_048_576

/** The decoder that the settings ask for. Throws when a registry is needed and none is named. */
export function createDecoder(options: DecoderOptions): Decoder {
  return decoderWith(new PaymentReader(options), options)
}

/** The same for records that are outcomes. */
export function createOutcomeDecoder(options: DecoderOptions): Decoder<OutcomeRead> {
  return decoderWith(new OutcomeReader(options), options)
}

function decoderWith<Read>(reader: RecordReader<Read>, options: DecoderOptions): Decoder<Read> {
  const { format, registryUrl, recordBytesMax = RECORD_BYTES_MAX } = options
  const json = new JsonDecoder(reader, recordBytesMax)
  if (format === 'json' || (format === 'auto' && registryUrl === undefined)) return json
  if (registryUrl === undefined) throw new Error(`format ${format} needs the URL of a schema registry`)
  const registry = new RegistryDecoder(reader, json, {
    registry: { url: registryUrl, auth: options.registryAuth },
    format: format === 'auto' ? undefined : format,
    subjects: options.registrySubjects,
    recordBytesMax,
    nowMs: options.nowMs ?? Date.now,
  })
  return format === 'auto' ? new AutoDecoder(json, registry) : registry
}

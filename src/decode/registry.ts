import type { SchemaType } from '@kafkajs/confluent-schema-registry'
import type { Type } from 'avsc'
import type { Problem } from '../model/problem.ts'
import type { EventRecord } from '../ports.ts'
import { compileAvroGuard, FORBIDDEN_NAME, RefusedSchema } from './avro-guard.ts'
import type { Decoded, Decoder, PaymentRead, RecordReader } from './decoder.ts'
import { FRAME_HEADER_BYTES, schemaIdOf } from './frame.ts'
import { type JsonDecoder, rejectedBytes, sizeProblem, TOMBSTONE } from './json-decoder.ts'
import { limitProblem } from './limits.ts'
import { isMessageType, readMessage, refuseRecursion } from './protobuf-message.ts'
import { newReading, restart } from './reading.ts'
import { refusal } from './refusal.ts'
import { type CompiledSchema, type RegistryAddress, RegistryClient } from './registry-client.ts'
import { RegistrySchemas } from './registry-schemas.ts'

export type RegistryFormat = 'avro' | 'json-schema' | 'protobuf'

export interface RegistryOptions {
  registry: RegistryAddress
  /** Schemas of other formats are refused. Undefined: any. */
  format?: RegistryFormat
  /** Subjects whose schemas may be used. None: every subject. */
  subjects?: readonly string[]
  recordBytesMax: number
  nowMs: () => number
}

/** Payload bytes after the frame's header to a decoded payment. */
type DecodePayload<Read> = (payload: Buffer, record: EventRecord) => Decoded<Read>

const FORMATS: Partial<Record<`${SchemaType}`, RegistryFormat>> = {
  AVRO: 'avro',
  JSON: 'json-schema',
  PROTOBUF: 'protobuf',
}

/** Records framed for a Confluent-compatible schema registry: Avro, JSON Schema and Protobuf. */
export class RegistryDecoder<Read = PaymentRead> implements Decoder<Read> {
  private readonly reader: RecordReader<Read>
  private readonly json: JsonDecoder<Read>
  private readonly format: RegistryFormat | undefined
  private readonly recordBytesMax: number
  private readonly schemas: RegistrySchemas<DecodePayload<Read>>
  private readonly reading = newReading()

  constructor(reader: RecordReader<Read>, json: JsonDecoder<Read>, options: RegistryOptions) {
    this.reader = reader
    this.json = json
    this.format = options.format
    this.recordBytesMax = options.recordBytesMax
    this.schemas = new RegistrySchemas(
      new RegistryClient(options.registry),
      schema => this.decoderOf(schema),
      options.subjects ?? [],
      options.nowMs,
    )
  }

  async prepare(records: readonly EventRecord[]): Promise<void> {
    this.schemas.forgetIfTooMany()
    let unsettled: Set<number> | undefined
    for (const { value } of records) {
      if (value === null || value[0] !== 0) continue
      const id = schemaIdOf(value)
      if (typeof id !== 'number' || !this.schemas.needsAnswer(id)) continue
      unsettled ??= new Set()
      unsettled.add(id)
    }
    if (unsettled !== undefined) await this.schemas.settle(unsettled)
  }

  decode(record: EventRecord): Decoded<Read> {
    const bytes = record.value
    if (bytes === null) return TOMBSTONE
    const id = schemaIdOf(bytes)
    if (typeof id !== 'number') return rejectedBytes(id, bytes)
    const tooLarge = sizeProblem(bytes, this.recordBytesMax)
    if (tooLarge !== undefined) return rejectedBytes(tooLarge, bytes)
    const decodePayload = this.schemas.get(id)
    if (decodePayload === undefined) throw new Error(`schema ${id} was not prepared`)
    if (typeof decodePayload !== 'function') return rejectedBytes(decodePayload, bytes)
    return decodePayload(bytes.subarray(FRAME_HEADER_BYTES), record)
  }

  private decoderOf({ type, schema }: CompiledSchema): DecodePayload<Read> {
    const format = FORMATS[type]
    if (format === undefined || (this.format !== undefined && format !== this.format)) {
      throw new RefusedSchema(
        `the schema is \`${type}\`, and the settings ask for \`${this.format ?? 'a known format'}\``,
      )
    }
    if (format === 'avro') return this.avroDecoder(schema as Type)
    return format === 'protobuf' ? this.protobufDecoder(schema) : this.jsonDecoder(schema as JsonWriter)
  }

  private avroDecoder(type: Type): DecodePayload<Read> {
    const guard = compileAvroGuard(type.schema())
    return (payload, record) => {
      const end = guard(payload, 0)
      if (end === FORBIDDEN_NAME) return rejectedBytes(limitProblem('forbidden-key'), payload)
      if (end < 0) return rejectedBytes(UNDECODABLE, payload)
      if (end < payload.length) return rejectedBytes(TRAILING, payload)
      return this.read(() => type.fromBuffer(payload), payload, record)
    }
  }

  private protobufDecoder(schema: unknown): DecodePayload<Read> {
    // The library keeps the message to itself, and its own reader takes off every leading zero byte.
    const message: unknown = Reflect.get(schema as object, 'message')
    if (!isMessageType(message)) throw new RefusedSchema('the schema has no message')
    try {
      refuseRecursion(message)
    } catch (error) {
      throw error instanceof RefusedSchema
        ? error
        : new RefusedSchema('the schema names a type that it does not define')
    }
    return (payload, record) => this.read(() => readMessage(message, payload), payload, record)
  }

  private jsonDecoder(schema: JsonWriter): DecodePayload<Read> {
    // Without a hook the library answers true for whatever it is asked.
    const check = (raw: unknown): Problem | undefined => (schema.isValid(raw, IGNORE_PATHS) ? undefined : UNDECODABLE)
    return (payload, record) => this.json.decodeBytes(payload, record, check)
  }

  private read(decode: () => unknown, payload: Buffer, record: EventRecord): Decoded<Read> {
    let raw: unknown
    try {
      raw = decode()
    } catch (error) {
      // avsc and protobufjs throw plain and range errors for bytes that do not fit; anything else is a bug.
      if (!(error instanceof Error) || error instanceof TypeError || error instanceof ReferenceError) throw error
      return rejectedBytes(UNDECODABLE, payload)
    }
    restart(this.reading)
    return this.reader.read(raw, record, this.reading)
  }
}

interface JsonWriter {
  isValid(payload: unknown, options: { errorHook: () => void }): boolean
}

const IGNORE_PATHS = { errorHook: () => undefined }

const UNDECODABLE = refusal(
  'undecodable',
  'the bytes do not match the schema they name',
  undefined,
  'check the serializer of the sender',
)
const TRAILING = refusal(
  'undecodable',
  'bytes are left over after the payment',
  undefined,
  'check the serializer of the sender',
)

import { RefusedSchema } from './avro-guard.ts'

/** What is used of a protobufjs message type; the library keeps it private. */
export interface MessageType {
  name: string
  fieldsArray: readonly { resolve(): { resolvedType: unknown } }[]
  nestedArray: readonly unknown[]
  parent: unknown
  decode(bytes: Uint8Array): unknown
  toObject(message: unknown, options: Record<string, unknown>): Record<string, unknown>
}

const TO_OBJECT = { longs: Number, enums: String, defaults: false, arrays: false, objects: false, oneofs: false }
const DEPTH_MAX = 32
const FIELDS_MAX = 10_000

export const isMessageType = (value: unknown): value is MessageType =>
  typeof value === 'object' && value !== null && 'fieldsArray' in value && 'decode' in value

/** Refuses messages that contain themselves and very large ones, before any bytes are decoded with them. */
export function refuseRecursion(message: MessageType): void {
  let fields = 0
  const visit = (type: MessageType, above: readonly MessageType[]): void => {
    if (above.includes(type)) throw new RefusedSchema('the schema contains itself')
    if (above.length >= DEPTH_MAX) throw new RefusedSchema('the schema is nested too deep')
    for (const field of type.fieldsArray) {
      if (++fields > FIELDS_MAX) throw new RefusedSchema('the schema is too large')
      const inner = field.resolve().resolvedType
      if (isMessageType(inner)) visit(inner, [...above, type])
    }
  }
  visit(message, [])
}

/**
 * A payload as plain values. Before the message stands, after Confluent's serializers, the path to its type in the file: a
 * count and indexes as zigzag varints, or the single byte 0 for the first message. The kafkajs library writes no path. The
 * two can be told apart, because a message starts with a field number from 1 up and so with a byte from 8 up.
 */
export function readMessage(first: MessageType, payload: Buffer): Record<string, unknown> {
  const start = payload[0]
  if (start === 0) return plainObject(first, payload.subarray(1))
  if (start === undefined || start >= 8) return plainObject(first, payload)
  const count = start >> 1
  if (start % 2 === 1 || payload.length < 1 + count) throw new RangeError('a broken message path')
  let type = messageAt(first.parent, payload[1]! >> 1)
  for (let at = 2; at <= count; at++) type = messageAt(type, payload[at]! >> 1)
  refuseRecursion(type)
  return plainObject(type, payload.subarray(1 + count))
}

function messageAt(parent: unknown, index: number): MessageType {
  const message = (parent as MessageType).nestedArray.filter(isMessageType)[index]
  if (message === undefined) throw new RangeError('a message path that leads nowhere')
  return message
}

function plainObject(type: MessageType, bytes: Uint8Array): Record<string, unknown> {
  return type.toObject(type.decode(bytes), TO_OBJECT)
}

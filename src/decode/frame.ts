import type { Problem } from '../model/problem.ts'
import { refusal } from './refusal.ts'

/** Magic byte 0, then the schema id in four bytes, high byte first. */
export const FRAME_HEADER_BYTES = 5

/** The schema id of a frame in the wire format of the Confluent registry, or why it is no frame. Ids start at 1. */
export function schemaIdOf(bytes: Buffer): number | Problem {
  const magic = bytes[0]
  if (bytes.length < FRAME_HEADER_BYTES && (magic === undefined || magic === 0)) {
    return refusal(
      'short-frame',
      `the frame has ${bytes.length} bytes, too few to name a schema`,
      undefined,
      SUGGESTION,
    )
  }
  if (magic !== 0) {
    const seems = magic === 0x7b ? ', it looks like plain JSON' : ''
    return refusal('wrong-magic', `the frame starts with byte ${magic}, not 0${seems}`, undefined, SUGGESTION)
  }
  const id = bytes.readInt32BE(1)
  if (id > 0) return id
  return refusal('schema-unknown', `schema id \`${id}\` cannot exist`, undefined, 'check the serializer of the sender')
}

const SUGGESTION = 'send with a serializer that knows the schema registry, or set the format to `json` or `auto`'

import { isAscii } from 'node:buffer'
import type { Problem } from '../model/problem.ts'
import type { EventRecord } from '../ports.ts'
import type { Decoded, Decoder, Ignored, PaymentRead, RecordReader, Rejected } from './decoder.ts'
import { limitProblem } from './limits.ts'
import { hasLongDigits } from './long-digits.ts'
import { newReading, type Reading, restart } from './reading.ts'
import { redactedBytes } from './redacted-summary.ts'
import { refusal } from './refusal.ts'
import { scanJson } from './scan-json.ts'
import { unitsOf } from './text-units.ts'

/** Records whose value is one JSON object in UTF-8. */
export class JsonDecoder<Read = PaymentRead> implements Decoder<Read> {
  private readonly reader: RecordReader<Read>
  private readonly recordBytesMax: number
  private readonly reading = newReading()

  constructor(reader: RecordReader<Read>, recordBytesMax: number) {
    this.reader = reader
    this.recordBytesMax = recordBytesMax
  }

  async prepare(): Promise<void> {}

  decode(record: EventRecord): Decoded<Read> {
    return record.value === null ? TOMBSTONE : this.decodeBytes(record.value, record)
  }

  /** For JSON that is only a part of the record's value; `check` may refuse what was parsed. */
  decodeBytes(bytes: Buffer, record: EventRecord, check?: (raw: unknown) => Problem | undefined): Decoded<Read> {
    const reading = this.reading
    restart(reading)
    const problem = bytesProblem(bytes, this.recordBytesMax)
    if (problem !== undefined) return rejectedBytes(problem, bytes)
    const ascii = isAscii(bytes)
    const text = textOf(bytes, ascii, reading)
    const plain = check === undefined ? this.readPlain(text, ascii ? bytes : unitsOf(bytes, text), record) : undefined
    if (plain !== undefined) return plain
    const limit = scanJson(text, !reading.plain && text.includes('\\'), reading)
    if (limit !== undefined) return rejectedBytes(limitProblem(limit), bytes)
    const raw = parseJson(text)
    if (raw === undefined) return rejectedBytes(BAD_JSON, bytes)
    const refused = check?.(raw)
    return refused === undefined ? this.reader.read(raw, record, reading) : rejectedBytes(refused, bytes)
  }

  private readPlain(text: string, units: Uint8Array | undefined, record: EventRecord): Read | undefined {
    return units && this.reader.readPlain?.(text, units, record, this.reading)
  }
}

export const TOMBSTONE: Ignored = { kind: 'ignored', reason: 'tombstone' }

const BAD_JSON = refusal(
  'bad-json',
  'the value is not one JSON document',
  undefined,
  'send one object per record and nothing after it',
)

export function rejectedBytes(problem: Problem, bytes: Uint8Array): Rejected {
  return { kind: 'rejected', problem, summary: redactedBytes(bytes) }
}

export function sizeProblem(bytes: Uint8Array, bytesMax: number): Problem | undefined {
  if (bytes.length <= bytesMax) return undefined
  return refusal(
    'record-too-large',
    `the value has ${bytes.length} bytes, allowed are ${bytesMax}`,
    undefined,
    'send less',
  )
}

/** What the bytes show before they are read. */
export function bytesProblem(bytes: Uint8Array, bytesMax: number): Problem | undefined {
  const [first, second, third] = bytes
  if (first === undefined)
    return refusal('empty-record', 'the value has no bytes', undefined, 'send a payment, or null to delete')
  const tooLarge = sizeProblem(bytes, bytesMax)
  if (tooLarge !== undefined) return tooLarge
  if (first === 0xef && second === 0xbb && third === 0xbf) {
    return refusal('byte-order-mark', 'the value starts with a byte order mark', undefined, 'send UTF-8 without one')
  }
  if (first === 0xfe || first === 0xff || first === 0 || second === 0) {
    return refusal('not-utf8', 'the value is not in UTF-8', undefined, 'send UTF-8')
  }
  return undefined
}

/**
 * Bytes to text, and what `reading` may know of it. Bytes that are no UTF-8 become U+FFFD, which the texts are checked
 * for. Control characters can only come in by a backslash, since JSON allows them in no other way.
 */
function textOf(bytes: Buffer, ascii: boolean, reading: Reading): string {
  const text = bytes.toString(ascii ? 'latin1' : 'utf8')
  const escaped = text.includes('\\')
  reading.plain = ascii && !escaped && !text.includes('\u007f')
  reading.longDigits = escaped || hasLongDigits(text)
  return text
}

/** Undefined when it is not one JSON document. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    // The parser's message quotes the text around the mistake, so it is not kept.
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

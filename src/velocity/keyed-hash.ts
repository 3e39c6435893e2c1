import { hash } from 'node:crypto'
import { FieldBytes } from './field-bytes.ts'

/** Of a hash as a text. */
export const HASH_LENGTH = 22
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const DIGIT_VALUES = new Uint8Array(128)
for (let value = 0; value < DIGITS.length; value++) DIGIT_VALUES[DIGITS.charCodeAt(value)] = value

/**
 * HMAC-SHA-256 (RFC 2104) under a secret, cut to 22 base64url characters (132 bits), so that no e-mail, address or card
 * value can be read from what we store. Built from two one-shot hashes, because node's `createHmac` costs several times
 * as much for short texts.
 *
 * The HMAC key is the hex form of SHA-256 of the secret: 64 ASCII characters, one block, so both pads are ASCII too.
 */
export class KeyedHash {
  private readonly inner: FieldBytes
  private readonly outer = Buffer.alloc(96)

  constructor(secret: string) {
    const key = hash('sha256', secret, 'hex')
    this.inner = new FieldBytes(xorEach(key, 0x36))
    this.outer.write(xorEach(key, 0x5c), 0, 'latin1')
  }

  /** The hash of a value of one kind: values of different kinds never share a hash. */
  text(kind: string, value: string): string {
    const { inner } = this
    inner.start()
    inner.text(kind)
    inner.mark(0)
    inner.text(value)
    this.outer.write(hash('sha256', inner.finish(), 'binary'), 64, 'latin1')
    return hash('sha256', this.outer, 'base64url').slice(0, HASH_LENGTH)
  }
}

/** 32 bits of a hash text, beginning with character `from`; unsigned. */
export function wordOf(text: string, from: number): number {
  let word = DIGIT_VALUES[text.charCodeAt(from)]! & 3
  for (let at = from + 1; at < from + 6; at++) word = (word << 6) | DIGIT_VALUES[text.charCodeAt(at)]!
  return word >>> 0
}

/** The lowest four of the 32 bits that `wordOf` answers, of a hash text that stands as bytes from `start` on. */
export function lowBitsOf(bytes: Uint8Array, start: number, from: number): number {
  return DIGIT_VALUES[bytes[start + from + 5]!]! & 15
}

/** The 132 bits of a hash text as 17 bytes, the last four bits 0. */
export function writeHash(text: string, target: Uint8Array, start: number): void {
  let bits = 0
  let count = 0
  let at = start
  for (let place = 0; place < HASH_LENGTH; place++) {
    bits = (bits << 6) | DIGIT_VALUES[text.charCodeAt(place)]!
    count += 6
    if (count < 8) continue
    count -= 8
    target[at++] = bits >>> count
    bits &= 0xff >>> (8 - count)
  }
  target[at] = bits << (8 - count)
}

function xorEach(text: string, pad: number): string {
  let result = ''
  for (let at = 0; at < text.length; at++) result += String.fromCharCode(text.charCodeAt(at) ^ pad)
  return result
}

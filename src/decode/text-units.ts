/** Used again for every text. */
let scratch = new Uint8Array(4096)

/**
 * One byte for each UTF-16 unit of a text, at the same place: ASCII as it is, everything else above it. Undefined when the bytes were no
 * UTF-8, of which the text keeps no count. The answer is good until the next call.
 */
export function unitsOf(bytes: Uint8Array, text: string): Uint8Array | undefined {
  if (text.includes('\ufffd')) return undefined
  if (scratch.length < text.length) scratch = new Uint8Array(text.length * 2)
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!
    // The later bytes of a character begin with the bits 10.
    if (byte >= 0x80 && byte < 0xc0) continue
    scratch[length++] = byte
    // Four bytes are a character of two units.
    if (byte >= 0xf0) scratch[length++] = byte
  }
  return length === text.length ? scratch.subarray(0, length) : undefined
}

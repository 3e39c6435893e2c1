import { createHmac, timingSafeEqual } from 'node:crypto'

/** Compared in a time that does not tell how much was right. The length of a digest is no secret. */
function sameBytes(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** Whether any of the keys makes this digest of the text; every key is tried, so that the time tells nothing of which. */
export function anyKeySigned(
  keys: readonly (string | Buffer)[],
  signed: readonly (string | Buffer)[],
  given: Buffer,
  algorithm: 'sha256' | 'sha1' = 'sha256',
): boolean {
  const verdicts = keys.map(key => {
    const hmac = createHmac(algorithm, key)
    for (const part of signed) hmac.update(part)
    return sameBytes(given, hmac.digest())
  })
  return verdicts.includes(true)
}

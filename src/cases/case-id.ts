import { createHash } from 'node:crypto'

/** Crockford's base 32: no I, L, O, U, so that it can be read out over the phone. https://www.crockford.com/base32.html */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * `C20261121-7Q2M9XKA`: the day on which it was opened (UTC), then 40 bits of what opened it, so that the same case has the same
 * name however often it is made. `attempt` gives the next name where one is taken already.
 */
export function caseId(openedAt: string, subject: string, opener: string, attempt = 0): string {
  const day = openedAt.slice(0, 10).replaceAll('-', '')
  const hash = createHash('sha256')
    .update(JSON.stringify([subject, opener, attempt]))
    .digest()
  return `C${day}-${[...hash.subarray(0, 8)].map(byte => LETTERS[byte % 32]).join('')}`
}

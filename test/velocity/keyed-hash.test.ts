import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { KeyedHash, writeHash } from '../../src/velocity/keyed-hash.ts'

it('is an HMAC of any text, cut to 132 bits', () => {
  const keyedHash = new KeyedHash('a secret')
  const key = createHash('sha256').update('a secret').digest('hex')
  fc.assert(
    fc.property(
      fc.constantFrom('ip', 'email', 'card.bin+merchant.id'),
      fc.string({ unit: 'binary' }),
      (kind, value) => {
        const hmac = createHmac('sha256', key).update(`${kind}\u0000${value}`).digest('base64url')
        expect(keyedHash.text(kind, value)).toBe(hmac.slice(0, 22))
      },
    ),
  )
})

it('writes the bytes of a hash as base64url has them', () => {
  const keyedHash = new KeyedHash('a secret')
  fc.assert(
    fc.property(fc.string(), fc.nat(5), (value, start) => {
      const text = keyedHash.text('ip', value)
      const target = Buffer.alloc(start + 18, 0xaa)
      writeHash(text, target, start)
      const expected = Buffer.from(`${text}AA`, 'base64url').subarray(0, 17)
      expect(target.subarray(start)).toEqual(Buffer.concat([expected, Buffer.from([0xaa])]))
    }),
  )
})

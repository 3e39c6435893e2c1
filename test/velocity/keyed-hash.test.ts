import fc from 'fast-check'
import { expect, it } from 'vitest'
import { KeyedHash, writeHash } from '../../src/velocity/keyed-hash.ts'

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

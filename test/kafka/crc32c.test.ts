import fc from 'fast-check'
import { expect, it } from 'vitest'
import { crc32c } from '../../src/kafka/crc32c.ts'

it('gives the check value of RFC 3720 and of the Castagnoli polynomial', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283)
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa)
  expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43)
  expect(crc32c(Buffer.alloc(0))).toBe(0)
})

it('equals long division, bit by bit', () => {
  const slow = (bytes: Uint8Array): number => {
    let crc = 0xffffffff
    for (const byte of bytes) {
      crc ^= byte
      for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
    }
    return ~crc >>> 0
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(9), (all, from) => {
      const bytes = all.subarray(from) // wherever it begins in memory
      return crc32c(bytes) === slow(bytes)
    }),
    { numRuns: 1000 },
  )
})

import { gzipSync } from 'node:zlib'
import kafkajs from 'kafkajs'
import { describe, expect, it } from 'vitest'
import { brokenReason } from '../../src/kafka/broken-batch.ts'
import { registerCodecs } from '../../src/kafka/codecs.ts'
import { crc32c } from '../../src/kafka/crc32c.ts'

registerCodecs()

interface Codec {
  decompress(packed: Buffer): Promise<Buffer>
}

function codec(id: number): Codec {
  return (kafkajs.CompressionCodecs as unknown as Record<number, () => Codec>)[id]!()
}

/** A record batch as a fetch brings it, and the view of its records that kafkajs gives to the codec. */
function batchOf(packed: Buffer, { count = 2, baseOffset = 7n, codecId = 0 } = {}): Buffer {
  const batch = Buffer.alloc(61 + packed.length)
  batch.writeBigInt64BE(baseOffset, 0)
  batch.writeInt32BE(batch.length - 12, 8)
  batch[16] = 2
  batch.writeInt16BE(codecId, 21)
  batch.writeInt32BE(count - 1, 23)
  batch.writeInt32BE(count, 57)
  packed.copy(batch, 61)
  batch.writeUInt32BE(crc32c(batch.subarray(21)), 17)
  return Buffer.concat([Buffer.alloc(100), batch])
    .subarray(100)
    .subarray(61)
}

describe('codecs', () => {
  it('give back plain and gzip records', async () => {
    const plain = Buffer.from('some records')
    expect(await codec(0).decompress(batchOf(plain))).toEqual(plain)
    expect(await codec(1).decompress(batchOf(gzipSync(plain)))).toEqual(plain)
  })

  const spoiled = batchOf(Buffer.from('some records'))
  spoiled[3]! ^= 1
  const cases: [string, number, Buffer, string][] = [
    ['a flipped bit', 0, spoiled, 'has a wrong checksum'],
    ['gzip that is none', 1, batchOf(Buffer.from('no gzip')), 'cannot be unpacked (gzip): incorrect header check'],
    [
      'snappy that is none',
      2,
      batchOf(Buffer.alloc(40, 0xff)),
      'cannot be unpacked (snappy): Invalid Snappy bitstream',
    ],
    ['lz4 that is none', 3, batchOf(Buffer.from('no lz4 either')), 'cannot be unpacked (lz4): invalid magic number'],
    ['zstd that is none', 4, batchOf(Buffer.from('no zstd either')), 'cannot be unpacked (zstd): invalid zstd data'],
    [
      'a codec that nobody knows',
      6,
      batchOf(Buffer.from('?')),
      'cannot be unpacked (codec number 6): codec number 6 is not known',
    ],
    [
      'a gzip bomb',
      1,
      batchOf(gzipSync(Buffer.alloc(80 << 20))),
      'cannot be unpacked (gzip): Cannot create a Buffer larger than',
    ],
    ['a zstd bomb', 4, batchOf(zstdZeros(600)), 'cannot be unpacked (zstd): unpacks to more than'],
  ]
  for (const [what, id, packed, reason] of cases) {
    it(`bad input 68: ${what} becomes records that say so`, async () => {
      const records = await codec(id).decompress(packed)
      const half = records.length / 2
      expect(records.subarray(0, half)).toEqual(records.subarray(half))
      expect(records.toString('latin1')).toContain(`the record batch at offset 7 ${reason}`)
    })
  }

  it('throw when the batch does not even know how many records it has', async () => {
    const packed = batchOf(Buffer.from('no gzip'), { count: 0x7fffffff })
    await expect(codec(1).decompress(packed)).rejects.toThrow('the record batch at offset 7 cannot be unpacked (gzip)')
  })

  it('only read: nothing is written compressed but gzip', async () => {
    const writing = codec(4) as unknown as { compress(encoder: { buffer: Buffer }): Promise<Buffer> }
    await expect(writing.compress({ buffer: Buffer.alloc(1) })).rejects.toThrow('writing zstd is not supported')
  })
})

describe('brokenReason', () => {
  it('does not take a tombstone, or a record with such a header and a value, for a broken batch', () => {
    expect(brokenReason({ value: null, headers: {} })).toBeUndefined()
    expect(brokenReason({ value: null })).toBeUndefined()
    expect(brokenReason({ value: Buffer.from('v'), headers: { 'tripline-broken-batch': 'x' } })).toBeUndefined()
  })
})

/** A zstd frame of `blocks` blocks of 128 KiB of zeros, four bytes each (RFC 8878, 3.1.1.2: block type RLE). */
function zstdZeros(blocks: number): Buffer {
  const RLE = 1
  const BLOCK_BYTES = 128 * 1024
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58])
  const parts = [header]
  for (let i = 0; i < blocks; i++) {
    const isLast = i === blocks - 1 ? 1 : 0
    const block = Buffer.alloc(4)
    block.writeUIntLE(isLast | (RLE << 1) | (BLOCK_BYTES << 3), 0, 3)
    parts.push(block)
  }
  return Buffer.concat(parts)
}

import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { Decompress as ZstdDecompress } from 'fzstd'
import kafkajs from 'kafkajs'
import { BrokenBatch, batchAround, recordsThatSayBroken } from './broken-batch.ts'

/** These two bring no types; here is what is called of them. */
interface Snappy {
  uncompress(packed: Buffer, bytesMax: number): Buffer
}
interface Lz4 {
  decompressBound(packed: Uint8Array): number
  decompress(packed: Uint8Array, bytesMax: number): Uint8Array
}
const require = createRequire(import.meta.url)
const snappy = require('snappyjs') as Snappy
const lz4 = require('lz4js') as Lz4

/** A batch that unpacks to more is taken for a bomb. Brokers allow 1 MB packed by default, which is 20 MB of dense JSON. */
const UNPACKED_BYTES_MAX = 64 * 1024 * 1024

/** snappy-java puts its blocks behind this header; other clients write one bare block. */
const SNAPPY_JAVA_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00])
const SNAPPY_JAVA_HEADER_BYTES = 16

type Unpack = (packed: Buffer) => Buffer | Promise<Buffer>

/** By the three bits that the codec takes in the attributes of a batch. */
const UNPACK: readonly { name: string; unpack: Unpack }[] = [
  { name: 'no compression', unpack: packed => packed },
  { name: 'gzip', unpack: packed => promisify(gunzip)(packed, { maxOutputLength: UNPACKED_BYTES_MAX }) },
  { name: 'snappy', unpack: unsnappy },
  { name: 'lz4', unpack: unlz4 },
  { name: 'zstd', unpack: unzstd },
  ...[5, 6, 7].map(id => ({ name: `codec number ${id}`, unpack: () => refuse(`codec number ${id}`) })),
]
const CODEC_BITS = 7
const checkedUnpack = UNPACK.map(({ name, unpack }) => checked(name, unpack))

/** The records of a batch of these attributes, or records that say why they cannot be had; `packed` as for `batchAround`. */
export async function unpackRecords(attributes: number, packed: Buffer): Promise<Buffer> {
  return checkedUnpack[attributes & CODEC_BITS]!(packed)
}

/**
 * Teaches kafkajs to read what every Kafka producer may write, with checksums, and to survive what it cannot read. Only
 * reading: outputs are written plain. Registered once for the whole process, as kafkajs keeps codecs.
 */
export function registerCodecs(): void {
  const codecs = kafkajs.CompressionCodecs as unknown as Record<number, () => unknown>
  for (const [id, { name }] of UNPACK.entries()) {
    codecs[id] = () => ({ compress: writesOnly(id, name), decompress: checkedUnpack[id] })
  }
}

function checked(name: string, unpack: Unpack): Unpack {
  return async packed => {
    const batch = batchAround(packed)
    if (batch !== undefined && !batch.hasRightChecksum()) return recordsThatSayBroken(batch, 'has a wrong checksum')
    try {
      return await unpack(packed)
    } catch (error) {
      const reason = `cannot be unpacked (${name}): ${error instanceof Error ? error.message : String(error)}`
      if (batch === undefined) throw new BrokenBatch(`a record batch ${reason}`, error)
      return recordsThatSayBroken(batch, reason)
    }
  }
}

function writesOnly(id: number, name: string): (encoder: { buffer: Buffer }) => Promise<Buffer> {
  return async ({ buffer }) => {
    if (id === 1) return promisify(gzip)(buffer)
    throw new Error(`writing ${name} is not supported`)
  }
}

function refuse(name: string): Promise<Buffer> {
  return Promise.reject(new Error(`${name} is not known`))
}

function unsnappy(packed: Buffer): Buffer {
  if (!packed.subarray(0, SNAPPY_JAVA_MAGIC.length).equals(SNAPPY_JAVA_MAGIC)) {
    return snappy.uncompress(packed, UNPACKED_BYTES_MAX)
  }
  const blocks: Buffer[] = []
  let bytes = 0
  for (let at = SNAPPY_JAVA_HEADER_BYTES; at < packed.length; ) {
    const length = packed.readInt32BE(at)
    const block = snappy.uncompress(packed.subarray(at + 4, at + 4 + length), UNPACKED_BYTES_MAX - bytes)
    bytes += block.length
    blocks.push(block)
    at += 4 + length
  }
  return Buffer.concat(blocks, bytes)
}

function unlz4(packed: Buffer): Buffer {
  const bound = lz4.decompressBound(packed)
  if (!(bound <= UNPACKED_BYTES_MAX)) throw new Error(`unpacks to more than ${UNPACKED_BYTES_MAX} bytes`)
  return asBuffer(lz4.decompress(packed, bound))
}

function unzstd(packed: Buffer): Buffer {
  const parts: Uint8Array[] = []
  let bytes = 0
  const stream = new ZstdDecompress(part => {
    bytes += part.length
    if (bytes > UNPACKED_BYTES_MAX) throw new Error(`unpacks to more than ${UNPACKED_BYTES_MAX} bytes`)
    parts.push(part)
  })
  stream.push(packed, true)
  return Buffer.concat(parts, bytes)
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}

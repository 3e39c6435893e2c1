import { createRequire } from 'node:module'
import { batchAround, HEADER_BYTES, recordsThatSayBroken } from './broken-batch.ts'
import { unpackRecords } from './codecs.ts'
import type { FetchedRecord } from './fetched-record.ts'
import { type RecordBatchHead, readRecords } from './read-records.ts'

/** What kafkajs reads an answer by. */
interface AnswerDecoder {
  offset: number
  readInt32(): number
  canReadBytes(bytes: number): boolean
  readBytes(bytes: number): Buffer
}
type DecodeMessages = (answer: AnswerDecoder) => Promise<unknown[]>

const LENGTH_COUNTS_FROM = 12
const MAGIC_AT = 16
const MAGIC = 2
const APPEND_TIME = 0x8
const TRANSACTIONAL = 0x10
const CONTROL = 0x20
const require = createRequire(import.meta.url)
let isInstalled = false

/**
 * Teaches kafkajs to read the records of a fetch as we do. It makes eight objects and ten big numbers of each record, a tenth of
 * what a running process allocated. There is no way to by its public interface, so the module that its fetches read records by is
 * replaced, before any of them has loaded it; what has loaded it goes on as before. Once for the whole process. Rests on the version of
 * kafkajs that is pinned; the contract suite of the source reads with it.
 */
export function installOwnFetch(): void {
  if (isInstalled) return
  isInstalled = true
  const path = require.resolve('kafkajs/src/protocol/requests/fetch/v4/decodeMessages.js')
  const byLibrary = require(path) as DecodeMessages
  require.cache[path]!.exports = (answer: AnswerDecoder) => decodeMessages(answer, byLibrary)
}

/** The records of one partition in an answer. Records of formats before Kafka 0.11 are left to kafkajs. */
async function decodeMessages(answer: AnswerDecoder, byLibrary: DecodeMessages): Promise<unknown[]> {
  const from = answer.offset
  const size = answer.readInt32()
  if (size <= 0 || !answer.canReadBytes(size)) return []
  const bytes = answer.readBytes(size)
  if (bytes[MAGIC_AT] === MAGIC) return recordsOf(bytes)
  if (bytes.length <= MAGIC_AT) return []
  answer.offset = from
  return byLibrary(answer)
}

/** Of whole batches; the last one may be cut off, and comes again with the next fetch. */
async function recordsOf(bytes: Buffer): Promise<FetchedRecord[]> {
  const batches: FetchedRecord[][] = []
  for (let at = 0; at + HEADER_BYTES <= bytes.length; ) {
    const end = at + LENGTH_COUNTS_FROM + bytes.readInt32BE(at + 8)
    if (end > bytes.length) break
    batches.push(await recordsOfBatch(bytes.subarray(at, end)))
    at = end
  }
  return batches.length === 1 ? batches[0]! : batches.flat()
}

async function recordsOfBatch(batch: Buffer): Promise<FetchedRecord[]> {
  const head = headOf(batch)
  if (head.count <= 0) return []
  const packed = batch.subarray(HEADER_BYTES)
  const unpacked = await unpackRecords(batch.readInt16BE(21), packed)
  return (
    readRecords(unpacked, head) ??
    readRecords(recordsThatSayBroken(batchAround(packed)!, 'is not what it says it holds'), head)!
  )
}

function headOf(batch: Buffer): RecordBatchHead {
  const attributes = batch.readInt16BE(21)
  return {
    baseOffset: batch.readBigInt64BE(0),
    firstTimestampMs: Number(batch.readBigInt64BE(27)),
    appendedAtMs: (attributes & APPEND_TIME) > 0 ? Number(batch.readBigInt64BE(35)) : undefined,
    count: batch.readInt32BE(57),
    context: {
      producerId: String(batch.readBigInt64BE(43)),
      inTransaction: (attributes & TRANSACTIONAL) > 0,
      isControlBatch: (attributes & CONTROL) > 0,
    },
  }
}

import type { EventRecord } from '../../ports.ts'

/** Records in columns and one block of bytes, because copying objects between threads costs more than reading them. */
export interface PackedRecords {
  /** The values one after another, to be handed over without copying them again. */
  bytes: Uint8Array<ArrayBuffer>
  /** Where each value ends in the block; `NO_VALUE` where there is none. */
  ends: Int32Array
  offsets: BigInt64Array
  /** Where most records come from; others say so by themselves. */
  topic: string
  partition: number
  /** By place, what is not as in most records. */
  others: [place: number, rest: Partial<EventRecord>][]
}

const NO_VALUE = -1

export function packRecords(records: readonly EventRecord[]): PackedRecords {
  let size = 0
  for (const { value } of records) size += value?.length ?? 0
  const { topic, partition } = records[0] ?? { topic: '', partition: 0 }
  const packed: PackedRecords = {
    bytes: new Uint8Array(size),
    ends: new Int32Array(records.length),
    offsets: new BigInt64Array(records.length),
    topic,
    partition,
    others: [],
  }
  let end = 0
  records.forEach((record, place) => {
    const { value, offset } = record
    packed.offsets[place] = offset
    if (value === null) packed.ends[place] = NO_VALUE
    else {
      packed.bytes.set(value, end)
      end += value.length
      packed.ends[place] = end
    }
    const rest = unlike(packed, record)
    if (rest !== undefined) packed.others.push([place, rest])
  })
  return packed
}

export function unpackRecords({ bytes, ends, offsets, topic, partition, others }: PackedRecords): EventRecord[] {
  const records: EventRecord[] = []
  let start = 0
  for (let place = 0; place < ends.length; place++) {
    const end = ends[place]!
    const value = end === NO_VALUE ? null : Buffer.from(bytes.buffer, start, end - start)
    records.push({ topic, partition, offset: offsets[place]!, key: null, value })
    if (end !== NO_VALUE) start = end
  }
  for (const [place, { key, ...rest }] of others) {
    Object.assign(records[place]!, rest, key ? { key: Buffer.from(key) } : {})
  }
  return records
}

/** Lines of a file have nothing but their place and their value. */
function unlike(most: PackedRecords, record: EventRecord): Partial<EventRecord> | undefined {
  const { topic, partition, key, timestampMs, headers } = record
  const isFromThere = topic === most.topic && partition === most.partition
  if (isFromThere && key === null && timestampMs === undefined && headers === undefined) return undefined
  return {
    topic,
    partition,
    key,
    ...(timestampMs === undefined ? {} : { timestampMs }),
    ...(headers === undefined ? {} : { headers }),
  }
}

import type { EventRecord } from '../../ports.ts'

/** Records as one block of bytes, to be handed to a thread without copying it again. */
export interface PackedRecords {
  bytes: Uint8Array<ArrayBuffer>
  rows: PackedRow[]
}

/** A record without its value; `end` is where the value ends in the block, undefined where there is none. */
type PackedRow = Omit<EventRecord, 'value'> & { end: number | undefined }

export function packRecords(records: readonly EventRecord[]): PackedRecords {
  let size = 0
  for (const { value } of records) size += value?.length ?? 0
  const bytes = new Uint8Array(size)
  let end = 0
  const rows = records.map(({ value, ...rest }): PackedRow => {
    if (value === null) return { ...rest, end: undefined }
    bytes.set(value, end)
    end += value.length
    return { ...rest, end }
  })
  return { bytes, rows }
}

export function unpackRecords({ bytes, rows }: PackedRecords): EventRecord[] {
  let start = 0
  return rows.map(({ end, key, ...rest }): EventRecord => {
    const value = end === undefined ? null : Buffer.from(bytes.buffer, start, end - start)
    start = end ?? start
    return { ...rest, key: key === null ? null : Buffer.from(key), value }
  })
}

import { RECORD_BYTES } from './record.ts'

/** What a log in a store elsewhere begins with; see src/redis/log-header.ts. */
export const HEADER_BYTES = 16

/** What is known of a log in a store elsewhere, of which this process has a copy. */
export interface RemoteState {
  /** 32 bits each, signed: other numbers would be objects. */
  epochHigh: number
  epochLow: number
  /** Length of the header, the folded part and all records, repeated ones too; 0 when nothing is known. */
  bytes: number
  /** The position of the first record there, and the length of the folded part before it. */
  base: number
  foldedBytes: number
  /** The connection over which it was read. */
  generation: number
  /** When its lifetime was last set, or up to a second before; seconds since 1970. */
  keptAtSeconds: number
  /** How many logs of its shard had been compacted when its epoch was last looked at; -1 when that is not known. */
  compactions: number
}

export function unknownRemote(): RemoteState {
  return {
    epochHigh: 0,
    epochLow: 0,
    bytes: 0,
    base: 0,
    foldedBytes: 0,
    generation: 0,
    keptAtSeconds: 0,
    compactions: -1,
  }
}

/** Of a log that holds so many records, each once, and has lost none. */
function bytesOf(records: number): number {
  return HEADER_BYTES + records * RECORD_BYTES
}

/** Writes what is known of a log of `records` records into five words; false, and nothing written, where that is not all of it. */
export function packRemote(remote: RemoteState | undefined, records: number, words: Uint32Array, at: number): boolean {
  if (remote === undefined || remote.bytes !== bytesOf(records) || remote.base > 0) return false
  words[at] = remote.epochHigh
  words[at + 1] = remote.epochLow
  words[at + 2] = remote.keptAtSeconds
  words[at + 3] = remote.generation
  words[at + 4] = remote.compactions
  return true
}

export function unpackRemote(records: number, words: Uint32Array, at: number): RemoteState {
  return {
    epochHigh: words[at]! | 0,
    epochLow: words[at + 1]! | 0,
    bytes: bytesOf(records),
    base: 0,
    foldedBytes: 0,
    generation: words[at + 3]! | 0,
    keptAtSeconds: words[at + 2]!,
    compactions: words[at + 4]! | 0,
  }
}

import { KeyHashes } from './key-hashes.ts'
import type { RecordLog } from './record-log.ts'
import type { Slab } from './slab.ts'

/** Codes of `Judged`, the same in memory and in what the Redis script answers. */
export const JUDGED = {
  /** First time seen: its records are appended. */
  NEW: 0,
  /** Seen before in the same state: nothing is appended. */
  DUPLICATE: 1,
  /** A state not seen before that counts as a kind of its own: records of that kind are appended. */
  CHANGED: 2,
  /** Same id, other content: nothing is appended. */
  CONFLICT: 3,
  /** A later state that was seen before, or one that counts as nothing: nothing is appended. */
  CHANGED_QUIETLY: 4,
  /** As `CHANGED`, but seen before: nothing is appended. */
  CHANGED_AGAIN: 5,
} as const

/** True when the event is a known payment in another state than the one it was first seen in. */
export function isStatusChange(judged: number): boolean {
  return judged === JUDGED.CHANGED || judged === JUDGED.CHANGED_QUIETLY || judged === JUDGED.CHANGED_AGAIN
}

/** Kinds that the low byte of a state says a change to it counts as; the same numbers as in `KIND_CODES`. */
export const DECLINE_STATE = 2
export const AUTHORIZATION_STATE = 3

let batches = 0

/** A batch of events as records, with the logs that each goes to. Columns of numbers, one row per event. */
export class EncodedBatch {
  /** Tells batches apart; outcomes have that of the batch they are counted along with. */
  readonly serial: number
  readonly size: number
  /** How many logs an event may go to. */
  readonly width: number
  /** The record of each event; this batch holds one reference to it. */
  readonly slots: Int32Array
  readonly identities: string[] = []
  readonly contents: Uint32Array
  readonly states: Uint32Array
  /** By event and log: the log, undefined where the event has no such key. */
  readonly logs: (RecordLog | undefined)[]
  /** By event and log: the keyed hash of the log's key. Only for stores elsewhere. */
  readonly keyHashes: KeyHashes
  /** By event and log: the record for that log, which is the event's own except in own logs. */
  readonly records: Int32Array
  /** By event and log: where the event stands; `UNKNOWN` until looked up, `ABSENT` when it is not in the log. */
  readonly positions: Int32Array
  readonly judged: Uint8Array
  /** Records made for own logs; this batch holds one reference to each. */
  readonly ownSlots: number[] = []

  constructor(size: number, width: number, { serial = batches++, isForElsewhere = false } = {}) {
    this.serial = serial
    this.size = size
    this.width = width
    this.slots = new Int32Array(size)
    this.contents = new Uint32Array(size * 2)
    this.states = new Uint32Array(size * 2)
    this.logs = new Array<RecordLog | undefined>(size * width).fill(undefined)
    this.keyHashes = new KeyHashes(isForElsewhere ? size * width : 0)
    this.records = new Int32Array(size * width)
    this.positions = new Int32Array(size * width).fill(UNKNOWN)
    this.judged = new Uint8Array(size)
  }

  appends(event: number): boolean {
    return this.judged[event] === JUDGED.NEW || this.judged[event] === JUDGED.CHANGED
  }

  /**
   * Where the event first stood in the log of a cell. An event that came before the log was kept, or whose place was trimmed,
   * has none: it is read as of the log's end, itself left out.
   */
  positionOf(event: number, cell: number, log: RecordLog, slab: Slab): number {
    const known = this.positions[cell]!
    if (known !== UNKNOWN) return known
    const slot = this.slots[event]!
    const found = log.find(slab.idHigh(slot), slab.idLow(slot))
    this.positions[cell] = found < 0 ? ABSENT : found
    return this.positions[cell]!
  }

  release(slab: Slab): void {
    for (const slot of this.slots) slab.release(slot)
    for (const slot of this.ownSlots) slab.release(slot)
  }
}

export const UNKNOWN = -1
export const ABSENT = -2

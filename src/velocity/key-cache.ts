import { type KeyedHash, wordOf } from './keyed-hash.ts'
import type { RecordLog } from './record-log.ts'
import type { Slab } from './slab.ts'

/** Roughly what an entry costs besides its logs: the object, its texts and its place in a map. */
const ENTRY_BYTES = 330

/** How many entries' logs are let go of per batch, so that forgetting a generation never stops the stream for long. */
const RECLAIMED_MAX = 4_000

/** Shared by all keys that have no log; replaced, never added to. */
const NO_LOGS: (RecordLog | undefined)[] = []

/** One value of one kind of key. */
export interface KeyEntry {
  /** Its keyed hash: what can be read in a store. Empty when that is not asked for. */
  text: string
  /** The first 32 bits of it; never 0. */
  hash: number
  /** The logs of this key, by family number of its space. */
  logs: (RecordLog | undefined)[]
}

/** All values of one kind of key, such as `ip` or `card.bin+merchant.id`. */
export interface KeySpace {
  name: string
  /** Log names of this space; their places number them. */
  families: string[]
  young: Map<string, KeyEntry>
  old: Map<string, KeyEntry>
}

/**
 * Remembers keys, their hashes and their logs, up to about `bytesMax`. Two generations: what is used moves to the young
 * one, and when that holds half of what is allowed, the old one is forgotten. That costs two map look-ups instead of
 * the bookkeeping of a list in order of use.
 */
export class KeyCache {
  /** Keys forgotten since the start. */
  forgotten = 0
  private readonly spaces = new Map<string, KeySpace>()
  private readonly keyedHash: KeyedHash
  private readonly slab: Slab
  private readonly bytesMax: number
  private readonly keepsTexts: boolean
  /** Of entries and their logs, without the records. */
  private youngBytes = 0
  private oldBytes = 0
  /** The least that records took since the latest rotation: what is above it was made by the young. */
  private recordBytesBefore = 0
  private dying: IterableIterator<KeyEntry>[] = []

  constructor(keyedHash: KeyedHash, slab: Slab, bytesMax: number, keepsTexts: boolean) {
    this.keyedHash = keyedHash
    this.slab = slab
    this.keepsTexts = keepsTexts
    this.bytesMax = bytesMax
  }

  /** Roughly what is held, records included. */
  get bytes(): number {
    return this.youngBytes + this.oldBytes + this.slab.usedBytes
  }

  space(name: string): KeySpace {
    let space = this.spaces.get(name)
    if (space === undefined) {
      space = { name, families: [], young: new Map(), old: new Map() }
      this.spaces.set(name, space)
    }
    return space
  }

  entry(space: KeySpace, value: string): KeyEntry {
    let entry = space.young.get(value)
    if (entry !== undefined) return entry
    entry = space.old.get(value)
    if (entry === undefined) {
      const text = this.keyedHash.text(space.name, value)
      entry = { text: this.keepsTexts ? text : '', hash: wordOf(text, 0) || 1, logs: NO_LOGS }
      this.youngBytes += ENTRY_BYTES + value.length
    } else {
      space.old.delete(value)
      const bytes = entryBytes(entry) + value.length
      this.youngBytes += bytes
      this.oldBytes = Math.max(0, this.oldBytes - bytes)
    }
    space.young.set(value, entry)
    return entry
  }

  /** Tells that the logs of a key in use grew by so much, records not counted. */
  grew(bytes: number): void {
    this.youngBytes += bytes
  }

  /**
   * To be called between batches: what the latest batch and the one before it used is never forgotten, because it was
   * put among the young ones and these grow old at most once per call.
   */
  makeRoom(): void {
    this.reclaim()
    this.recordBytesBefore = Math.min(this.recordBytesBefore, this.slab.usedBytes)
    if ((this.youngBytes + this.slab.usedBytes - this.recordBytesBefore) * 2 <= this.bytesMax) return
    for (const space of this.spaces.values()) {
      this.forgotten += space.old.size
      if (space.old.size > 0) this.dying.push(space.old.values())
      space.old = space.young
      space.young = new Map()
    }
    this.oldBytes = this.youngBytes
    this.youngBytes = 0
    this.recordBytesBefore = this.slab.usedBytes
  }

  private reclaim(): void {
    let left = RECLAIMED_MAX
    while (this.dying.length > 0 && left > 0) {
      const next = this.dying[0]!.next()
      if (next.done) this.dying.shift()
      else {
        for (const log of next.value.logs) log?.clear()
        left--
      }
    }
  }
}

function entryBytes(entry: KeyEntry): number {
  let bytes = ENTRY_BYTES
  for (const log of entry.logs) if (log !== undefined) bytes += log.overheadBytes
  return bytes
}

import { ownCopy } from '../model/own-copy.ts'
import { GenerationBytes } from './generation-bytes.ts'
import { type KeyedHash, wordOf } from './keyed-hash.ts'
import type { RecordLog } from './record-log.ts'
import type { Slab } from './slab.ts'

/** Roughly what an entry costs besides its logs: the object, its texts and its place in a map. */
const ENTRY_BYTES = 330

/** How many entries' logs are let go of per batch, so that forgetting a generation never stops the stream for long. */
const RECLAIMED_MAX = 4_000

/** What finding an entry by its hash costs on top. */
const FOUND_BY_HASH_BYTES = 110

/** Shared by all keys that have no log; replaced, never added to. */
const NO_LOGS: (RecordLog | undefined)[] = []

/** One value of one kind of key. */
export interface KeyEntry {
  /** Its keyed hash: what can be read in a store. */
  text: string
  /** The first 32 bits of it; never 0. */
  hash: number
  /** What was hashed; undefined while only the hash is known. */
  value: string | undefined
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
  /** The same entries by hash, and those whose value is not known; empty unless entries are to be found by it. */
  youngHashes: Map<string, KeyEntry>
  oldHashes: Map<string, KeyEntry>
}

export interface KeyCacheOptions {
  bytesMax: number
  /** Whether entries are asked for by their hash. */
  findsByHash?: boolean
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
  private readonly findsByHash: boolean
  private readonly account: GenerationBytes
  private dying: IterableIterator<KeyEntry>[] = []

  constructor(keyedHash: KeyedHash, slab: Slab, { bytesMax, findsByHash = false }: KeyCacheOptions) {
    this.keyedHash = keyedHash
    this.findsByHash = findsByHash
    this.account = new GenerationBytes(slab, bytesMax)
  }

  /** Roughly what is held, records included. */
  get bytes(): number {
    return this.account.held
  }

  space(name: string): KeySpace {
    let space = this.spaces.get(name)
    if (space === undefined) {
      space = {
        name,
        families: [],
        young: new Map(),
        old: new Map(),
        youngHashes: new Map(),
        oldHashes: new Map(),
      }
      this.spaces.set(name, space)
    }
    return space
  }

  entry(space: KeySpace, asked: string): KeyEntry {
    let entry = space.young.get(asked)
    if (entry !== undefined) return entry
    const value = ownCopy(asked)
    entry = space.old.get(value)
    if (entry === undefined) {
      const text = this.keyedHash.text(space.name, value)
      entry = this.knownByHash(space, text)
      if (entry === undefined) {
        entry = { text, hash: wordOf(text, 0) || 1, value, logs: NO_LOGS }
        this.account.grew(this.entryBytes)
        if (this.findsByHash) space.youngHashes.set(text, entry)
      }
      entry.value = value
      this.account.grew(value.length)
    } else this.renew(space, entry)
    space.young.set(value, entry)
    return entry
  }

  /** The entry whose value has this hash; made without a value when it is not known. */
  entryOfHash(space: KeySpace, text: string): KeyEntry {
    let entry = this.knownByHash(space, text)
    if (entry === undefined) {
      entry = { text, hash: wordOf(text, 0) || 1, value: undefined, logs: NO_LOGS }
      this.account.grew(this.entryBytes)
      space.youngHashes.set(text, entry)
    }
    return entry
  }

  private knownByHash(space: KeySpace, text: string): KeyEntry | undefined {
    if (!this.findsByHash) return undefined
    const young = space.youngHashes.get(text)
    if (young !== undefined) return young
    const entry = space.oldHashes.get(text)
    if (entry !== undefined) this.renew(space, entry)
    return entry
  }

  /** Puts an entry of the old generation among the young, under each name that it has. */
  private renew(space: KeySpace, entry: KeyEntry): void {
    const { value } = entry
    if (value !== undefined) {
      space.old.delete(value)
      space.young.set(value, entry)
    }
    if (this.findsByHash) {
      space.oldHashes.delete(entry.text)
      space.youngHashes.set(entry.text, entry)
    }
    const bytes = bytesOf(entry, this.entryBytes) + (value?.length ?? 0)
    this.account.renewed(bytes)
  }

  private get entryBytes(): number {
    return ENTRY_BYTES + (this.findsByHash ? FOUND_BY_HASH_BYTES : 0)
  }

  /** Tells that the logs of a key in use grew by so much, records not counted. */
  grew(bytes: number): void {
    this.account.grew(bytes)
  }

  /** To be called between batches, see `GenerationBytes.rotates`. */
  makeRoom(): void {
    this.reclaim()
    if (!this.account.rotates()) return
    for (const space of this.spaces.values()) {
      const old = this.findsByHash ? space.oldHashes : space.old
      this.forgotten += old.size
      if (old.size > 0) this.dying.push(old.values())
      space.old = space.young
      space.young = new Map()
      space.oldHashes = space.youngHashes
      space.youngHashes = new Map()
    }
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

function bytesOf(entry: KeyEntry, ownBytes: number): number {
  let bytes = ownBytes
  for (const log of entry.logs) if (log !== undefined) bytes += log.overheadBytes
  return bytes
}

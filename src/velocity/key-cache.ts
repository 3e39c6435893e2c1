import { GenerationBytes } from './generation-bytes.ts'
import { KeyGeneration } from './key-generation.ts'
import type { KeyHashes } from './key-hashes.ts'
import { type KeyedHash, wordOf } from './keyed-hash.ts'
import { LOG_BYTES, type RecordLog } from './record-log.ts'
import type { Slab } from './slab.ts'
import { ValueUnits } from './value-units.ts'

/** Roughly what a key costs besides its value and its logs: its line and its places in tables that are half empty. */
const KEY_BYTES = 130

/** What finding a key by its hash costs on top. */
const FOUND_BY_HASH_BYTES = 14

const UNIT_BYTES = 3

/** How many keys are let go of per batch, so that forgetting a generation never stops the stream for long. */
const RECLAIMED_MAX = 4_000

/** All values of one kind of key, such as `ip` or `card.bin+merchant.id`. */
export interface KeySpace {
  readonly name: string
  /** Log names of this space; their places number them. */
  readonly families: string[]
  young: KeyGeneration
  old: KeyGeneration
}

export interface KeyCacheOptions {
  bytesMax: number
  /** Whether keys are asked for by their hash. */
  findsByHash?: boolean
}

/**
 * Remembers keys, their hashes and their logs, up to about `bytesMax`. Two generations: what is used moves to the young
 * one, and when that holds half of what is allowed, the old one is forgotten. That costs two look-ups instead of the
 * bookkeeping of a list in order of use.
 *
 * A key is a number, valid until the next batch begins.
 */
export class KeyCache {
  /** Keys forgotten since the start. */
  forgotten = 0
  private readonly spaces = new Map<string, KeySpace>()
  private readonly keyedHash: KeyedHash
  private readonly slab: Slab
  private readonly findsByHash: boolean
  private readonly account: GenerationBytes
  private readonly asked: ValueUnits
  private dying: KeyGeneration[] = []
  /** The number of the latest batch. */
  private batch = 0

  constructor(keyedHash: KeyedHash, slab: Slab, { bytesMax, findsByHash = false }: KeyCacheOptions) {
    this.keyedHash = keyedHash
    this.slab = slab
    this.findsByHash = findsByHash
    this.account = new GenerationBytes(slab, bytesMax)
    this.asked = new ValueUnits(wordOf(keyedHash.text('keys in memory', ''), 0))
  }

  /** Roughly what is held, records included. */
  get bytes(): number {
    return this.account.held
  }

  space(name: string): KeySpace {
    let space = this.spaces.get(name)
    if (space === undefined) {
      space = { name, families: [], young: this.generation(), old: this.generation() }
      this.spaces.set(name, space)
    }
    return space
  }

  /** The key of a value. */
  key(space: KeySpace, value: string): number {
    const { asked } = this
    asked.read(value)
    const { quickHash, units, length } = asked
    const young = space.young.lines.find(quickHash, units, length)
    if (young >= 0) return young
    const old = space.old.lines.find(quickHash, units, length)
    if (old >= 0) return this.renewed(space, old)
    const key = this.keyOfHash(space, this.keyedHash.text(space.name, value))
    space.young.lines.setValue(key, quickHash, units, length)
    this.account.grew(length * UNIT_BYTES)
    return key
  }

  /** The key whose value has this hash. Made when it is not known, or known and not to be found by it. */
  keyOfHash(space: KeySpace, text: string): number {
    const columnHash = wordOf(text, 0) || 1
    if (this.findsByHash) {
      const young = space.young.lines.findHash(text, columnHash)
      if (young >= 0) return young
      const old = space.old.lines.findHash(text, columnHash)
      if (old >= 0) return this.renewed(space, old)
    }
    this.account.grew(this.keyBytes)
    return space.young.add(text, columnHash)
  }

  /** The first 32 bits of a key's hash; never 0. */
  columnHash(space: KeySpace, key: number): number {
    return space.young.lines.columnHash(key)
  }

  /** Puts a key's hash down as number `to`. */
  copyHash(space: KeySpace, key: number, target: KeyHashes, to: number): void {
    space.young.lines.copyText(key, target, to)
  }

  /** The log of a key in one family of its space; made when there was none. */
  log(space: KeySpace, key: number, family: number): RecordLog {
    const { young } = space
    let log = young.logs.find(key, family)
    if (log === undefined) {
      log = young.logs.open(key, family, space.families[family]!)
      this.account.grew(LOG_BYTES)
    }
    log.usedBy = this.batch
    return log
  }

  /** Tells that the logs of a key in use grew by so much, records not counted. */
  grew(bytes: number): void {
    this.account.grew(bytes)
  }

  /**
   * To be called before the keys of a batch are asked for; answers its number. All logs that batches up to `done` were given have
   * been appended to by then, and what they are read for is told by the objects that were given.
   */
  beginBatch(done: number): number {
    this.makeRoom(done)
    return ++this.batch
  }

  /** See `GenerationBytes.rotates`. */
  private makeRoom(done: number): void {
    this.reclaim()
    for (const { young } of this.spaces.values()) this.account.grew(-young.logs.settle(done))
    if (!this.account.rotates()) return
    for (const space of this.spaces.values()) {
      this.forgotten += space.old.keys
      this.dying.push(space.old)
      space.old = space.young
      space.young = this.generation()
    }
  }

  /** Puts a key of the old generation among the young. */
  private renewed(space: KeySpace, old: number): number {
    const { young, old: from } = space
    const valueBytes = from.lines.valueLength(old) * UNIT_BYTES
    this.account.renewed(this.keyBytes + valueBytes + from.logs.overheadBytes(old))
    return young.take(from, old)
  }

  private get keyBytes(): number {
    return KEY_BYTES + (this.findsByHash ? FOUND_BY_HASH_BYTES : 0)
  }

  private generation(): KeyGeneration {
    return new KeyGeneration(this.slab, this.findsByHash)
  }

  private reclaim(): void {
    for (let left = RECLAIMED_MAX; left > 0 && this.dying.length > 0; ) {
      left -= this.dying[0]!.logs.release(left)
      if (left > 0) this.dying.shift()
    }
  }
}

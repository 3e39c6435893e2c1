import { RecordLog } from './record-log.ts'
import type { Slab } from './slab.ts'

const SMALLEST = 1_024
/** The two words of a key's hash, and what stands for the key: one of the forms below. One word is left over. */
const WORDS = 4
const STANDS = 2

/** Nothing. */
const EMPTY = 0
/** With this bit: one record, of which the other bits are the slot. Most keys never have more, and cost no object. */
const ONE_RECORD = 2 ** 31
/** It is among the young now. */
const MOVED = 2 ** 31 - 1
// Else: the place of a log in the list, plus one.

interface Generation {
  words: Uint32Array
  keys: number
  logs: (RecordLog | undefined)[]
  /** Places in the list that are free. */
  free: number[]
}

/** What was handed out since the latest `settle`, and may hold just one record then. */
interface HandedOut {
  high: number
  low: number
  place: number
}

/**
 * The logs of one name in the plan by 64 bits of their key's hash, in open-addressed tables: a key costs one look at memory.
 * Two generations: what is used moves to the young one, and the old one is forgotten when there is no room.
 */
export class LogTable {
  private readonly name: string
  private readonly slab: Slab
  private young = emptyGeneration()
  private old = emptyGeneration()
  private handedOut: HandedOut[] = []

  constructor(name: string, slab: Slab) {
    this.name = name
    this.slab = slab
  }

  /** A log that is among the young as an object: it costs nothing to hand it out again. */
  find(high: number, low: number): RecordLog | undefined {
    const { words, logs } = this.young
    const stands = words[placeOf(words, high, low) + STANDS]!
    return stands === EMPTY || stands >= ONE_RECORD ? undefined : logs[stands - 1]
  }

  /** The log of a key for which `find` has none: made of the one record that stands for the key, taken from the old, or new. */
  open(high: number, low: number): { log: RecordLog; was: 'young' | 'old' | 'new' } {
    const young = this.young.words[placeOf(this.young.words, high, low) + STANDS]!
    if (young !== EMPTY) return { log: this.handOut(high, low, this.logOf(young - ONE_RECORD)), was: 'young' }
    const { words, logs } = this.old
    const at = placeOf(words, high, low) + STANDS
    const old = words[at]!
    if (old === EMPTY || old === MOVED)
      return { log: this.handOut(high, low, new RecordLog(this.slab, this.name)), was: 'new' }
    words[at] = MOVED
    if (old >= ONE_RECORD) return { log: this.handOut(high, low, this.logOf(old - ONE_RECORD)), was: 'old' }
    const log = logs[old - 1]!
    this.put(high, low, log)
    return { log, was: 'old' }
  }

  /** Between batches: logs that hold one record become that record. Answers how many bytes of logs that made free. */
  settle(): number {
    let bytes = 0
    const { words, logs, free } = this.young
    for (const { high, low, place } of this.handedOut) {
      const log = logs[place]!
      const slot = log.onlySlot
      if (slot < 0) continue
      bytes += log.overheadBytes
      words[placeOf(words, high, low) + STANDS] = ONE_RECORD + slot
      logs[place] = undefined
      free.push(place)
    }
    this.handedOut = []
    return bytes
  }

  /** Makes the young old, and answers what is forgotten. After `settle`. */
  rotate(): DyingLogs {
    const dying = new DyingLogs(this.old, this.slab)
    this.old = this.young
    this.young = emptyGeneration()
    return dying
  }

  private logOf(slot: number): RecordLog {
    const log = new RecordLog(this.slab, this.name)
    log.beginWith([slot])
    return log
  }

  private handOut(high: number, low: number, log: RecordLog): RecordLog {
    this.handedOut.push({ high, low, place: this.put(high, low, log) })
    return log
  }

  private put(high: number, low: number, log: RecordLog): number {
    const { young } = this
    let place = young.free.pop()
    if (place === undefined) place = young.logs.push(log) - 1
    else young.logs[place] = log
    let at = placeOf(young.words, high, low)
    if (young.words[at + STANDS] === EMPTY) {
      if (++young.keys * 2 * WORDS > young.words.length) {
        young.words = grown(young.words)
        at = placeOf(young.words, high, low)
      }
      young.words[at] = high
      young.words[at + 1] = low
    }
    young.words[at + STANDS] = place + 1
    return place
  }
}

/** A generation that nobody finds any more, whose records are let go of little by little. */
export class DyingLogs {
  private readonly words: Uint32Array
  private readonly logs: readonly (RecordLog | undefined)[]
  private readonly slab: Slab
  private at = STANDS

  constructor({ words, logs }: Generation, slab: Slab) {
    this.words = words
    this.logs = logs
    this.slab = slab
  }

  /** Lets go of the next log that is left; false when there is none. */
  release(): boolean {
    for (; this.at < this.words.length; this.at += WORDS) {
      const stands = this.words[this.at]!
      if (stands === EMPTY || stands === MOVED) continue
      if (stands >= ONE_RECORD) this.slab.release(stands - ONE_RECORD)
      else this.logs[stands - 1]!.clear()
      this.at += WORDS
      return true
    }
    return false
  }
}

function emptyGeneration(): Generation {
  return { words: new Uint32Array(SMALLEST * WORDS), keys: 0, logs: [], free: [] }
}

/** Where the key stands, or the empty place where it would. */
function placeOf(words: Uint32Array, high: number, low: number): number {
  const mask = words.length / WORDS - 1
  for (let place = high & mask; ; place = (place + 1) & mask) {
    const at = place * WORDS
    if (words[at + STANDS] === EMPTY || (words[at] === high && words[at + 1] === low)) return at
  }
}

function grown(words: Uint32Array): Uint32Array {
  const larger = new Uint32Array(words.length * 2)
  for (let from = 0; from < words.length; from += WORDS) {
    if (words[from + STANDS] === EMPTY) continue
    const to = placeOf(larger, words[from]!, words[from + 1]!)
    for (let word = 0; word < WORDS; word++) larger[to + word] = words[from + word]!
  }
  return larger
}

import { RecordLog } from './record-log.ts'
import type { Slab } from './slab.ts'

const SMALLEST = 1_024
/** A hash of two words, and where the log stands in the list, plus one; 0 where nothing does. */
const WORDS = 4
const PLACE = 2

interface Generation {
  words: Uint32Array
  logs: (RecordLog | undefined)[]
}

/**
 * The logs of one name in the plan by 64 bits of their key's hash, in open-addressed tables: a key costs one look at memory
 * and no object. Two generations: what is used moves to the young one, and the old one is forgotten when there is no room.
 */
export class LogTable {
  private readonly name: string
  private readonly slab: Slab
  private young = emptyGeneration()
  private old = emptyGeneration()

  constructor(name: string, slab: Slab) {
    this.name = name
    this.slab = slab
  }

  /** Of the young, or undefined. */
  find(high: number, low: number): RecordLog | undefined {
    return findIn(this.young, high, low)
  }

  /** The log of the old generation, which is among the young from now on; undefined when there is none. */
  renew(high: number, low: number): RecordLog | undefined {
    const place = placeOf(this.old.words, high, low)
    const index = this.old.words[place + PLACE]! - 1
    const log = index < 0 ? undefined : this.old.logs[index]
    if (log === undefined) return undefined
    this.old.logs[index] = undefined
    this.put(high, low, log)
    return log
  }

  make(high: number, low: number): RecordLog {
    const log = new RecordLog(this.slab, this.name)
    this.put(high, low, log)
    return log
  }

  /** Makes the young old, and answers what is forgotten. */
  rotate(): (RecordLog | undefined)[] {
    const forgotten = this.old.logs
    this.old = this.young
    this.young = emptyGeneration()
    return forgotten
  }

  private put(high: number, low: number, log: RecordLog): void {
    const { young } = this
    const index = young.logs.push(log)
    if (index * 2 * WORDS > young.words.length) young.words = grown(young.words)
    write(young.words, high, low, index)
  }
}

function emptyGeneration(): Generation {
  return { words: new Uint32Array(SMALLEST * WORDS), logs: [] }
}

function findIn({ words, logs }: Generation, high: number, low: number): RecordLog | undefined {
  const index = words[placeOf(words, high, low) + PLACE]! - 1
  return index < 0 ? undefined : logs[index]
}

/** Where the key stands, or the empty place where it would. */
function placeOf(words: Uint32Array, high: number, low: number): number {
  const mask = words.length / WORDS - 1
  for (let place = high & mask; ; place = (place + 1) & mask) {
    const at = place * WORDS
    if (words[at + PLACE] === 0 || (words[at] === high && words[at + 1] === low)) return at
  }
}

function write(words: Uint32Array, high: number, low: number, index: number): void {
  const at = placeOf(words, high, low)
  words[at] = high
  words[at + 1] = low
  words[at + PLACE] = index
}

function grown(words: Uint32Array): Uint32Array {
  const larger = new Uint32Array(words.length * 2)
  for (let at = 0; at < words.length; at += WORDS) {
    if (words[at + PLACE] !== 0) write(larger, words[at]!, words[at + 1]!, words[at + PLACE]!)
  }
  return larger
}

import { KeyLines } from './key-lines.ts'
import { KeyLogs } from './key-logs.ts'
import type { Slab } from './slab.ts'

/** Keys of one kind that were used at about the same time. */
export class KeyGeneration {
  readonly lines: KeyLines
  readonly logs: KeyLogs
  /** How many there are that no younger generation has taken. */
  keys = 0

  constructor(slab: Slab, findsByHash: boolean) {
    this.lines = new KeyLines(findsByHash)
    this.logs = new KeyLogs(this.lines, slab)
  }

  add(text: string, columnHash: number): number {
    this.keys++
    return this.lines.add(text, columnHash)
  }

  /** Takes a key with its logs from another generation. */
  take(from: KeyGeneration, key: number): number {
    from.keys--
    this.keys++
    const taken = this.lines.take(from.lines, key)
    this.logs.take(from.logs, key, taken)
    return taken
  }
}

import type { KeyLines } from './key-lines.ts'
import { LINE_WORDS, REMOTE, STANDS } from './key-lines.ts'
import { LOG_BYTES, RecordLog, SLOT_BYTES } from './record-log.ts'
import { packRemote, unpackRemote } from './remote-state.ts'
import type { Slab } from './slab.ts'
import { LIST_MAX, SlotLists } from './slot-lists.ts'

/** What stands in a key's line for its log of the first family: nothing. */
const EMPTY = 0
/** With this bit: one record, of which the other bits are the slot. Most keys never have more, and cost no object. */
const ONE_RECORD = 2 ** 31
/** With this bit, and not that: a few records, of which the other bits are the place in the lists of slots. Nor do these cost an object. */
const FEW_RECORDS = 2 ** 30
// Else: the place of a log among the objects, plus one.

/** The logs of the keys of one generation. */
export class KeyLogs {
  private readonly lines: KeyLines
  private readonly slab: Slab
  private readonly logs: (RecordLog | undefined)[] = []
  /** Places in the list that are free. */
  private readonly free: number[] = []
  /** Families after the first: few keys have any. By family and key. */
  private readonly others: Map<number, RecordLog>[] = []
  private readonly lists = new SlotLists()
  /** Keys whose log of the first family was handed out since the latest `settle`, and may hold few records then. */
  private handedOut: number[] = []
  /** How far `release` has come. */
  private released = 0

  constructor(lines: KeyLines, slab: Slab) {
    this.lines = lines
    this.slab = slab
  }

  /** A log that is there as an object: it costs nothing to hand it out again. */
  find(key: number, family: number): RecordLog | undefined {
    if (family > 0) return this.others[family - 1]?.get(key)
    const stands = this.lines.words[key * LINE_WORDS + STANDS]!
    return stands === EMPTY || stands >= FEW_RECORDS ? undefined : this.logs[stands - 1]
  }

  /** The log for which `find` has none: made of the records that stand for it, or new. */
  open(key: number, family: number, name: string): RecordLog {
    const { lines, slab } = this
    const log = new RecordLog(slab, name)
    if (family > 0) {
      while (this.others.length < family) this.others.push(new Map())
      this.others[family - 1]!.set(key, log)
      return log
    }
    const at = key * LINE_WORDS
    const stands = lines.words[at + STANDS]!
    if (stands !== EMPTY) {
      log.beginWith(this.slotsOf(stands))
      log.remote = unpackRemote(log.slots.length, lines.words, at + REMOTE)
      if (stands < ONE_RECORD) this.lists.remove(stands - FEW_RECORDS)
    }
    this.put(key, log)
    this.handedOut.push(key)
    return log
  }

  /**
   * Between batches: logs that hold few records become these records, but for those that batches after `done` were given, which
   * have still to be appended to. Answers how many bytes of logs that made free.
   */
  settle(done: number): number {
    let bytes = 0
    const { words } = this.lines
    const inUse: number[] = []
    for (const key of this.handedOut) {
      const at = key * LINE_WORDS
      const place = words[at + STANDS]! - 1
      const log = this.logs[place]!
      if (log.usedBy > done) {
        inUse.push(key)
        continue
      }
      const { slots } = log
      if (slots.length === 0 || slots.length > LIST_MAX || !log.isJustRecords) continue
      if (!packRemote(log.remote, slots.length, words, at + REMOTE)) continue
      bytes += LOG_BYTES
      words[at + STANDS] = slots.length === 1 ? ONE_RECORD + slots[0]! : FEW_RECORDS + this.lists.put(slots)
      this.logs[place] = undefined
      this.free.push(place)
    }
    this.handedOut = inUse
    return bytes
  }

  /** Takes the logs of a key from another generation, which settles no more. */
  take(from: KeyLogs, key: number, taken: number): void {
    const at = key * LINE_WORDS + STANDS
    const stands = from.lines.words[at]!
    from.lines.words[at] = EMPTY
    if (stands >= FEW_RECORDS && stands < ONE_RECORD) {
      this.lines.words[taken * LINE_WORDS + STANDS] = FEW_RECORDS + this.lists.put(from.slotsOf(stands))
    } else if (stands !== EMPTY && stands < FEW_RECORDS) {
      this.put(taken, from.logs[stands - 1]!)
      this.handedOut.push(taken)
    }
    for (const [other, logs] of from.others.entries()) {
      const log = logs.get(key)
      if (log === undefined) continue
      logs.delete(key)
      while (this.others.length <= other) this.others.push(new Map())
      this.others[other]!.set(taken, log)
    }
  }

  /** What the logs of a key hold besides records. */
  overheadBytes(key: number): number {
    const stands = this.lines.words[key * LINE_WORDS + STANDS]!
    let bytes = 0
    if (stands >= ONE_RECORD) bytes = SLOT_BYTES
    else if (stands >= FEW_RECORDS) bytes = SLOT_BYTES * this.lists.length(stands - FEW_RECORDS)
    else if (stands !== EMPTY) bytes = this.logs[stands - 1]!.overheadBytes
    for (const logs of this.others) bytes += logs.get(key)?.overheadBytes ?? 0
    return bytes
  }

  /** Lets go of the logs of some keys that nobody finds any more, at most so many; answers how many, fewer when none is left. */
  release(max: number): number {
    const { count, words } = this.lines
    const from = this.released
    this.released = Math.min(count, from + max)
    for (let key = from; key < this.released; key++) {
      const stands = words[key * LINE_WORDS + STANDS]!
      if (stands >= FEW_RECORDS) for (const slot of this.slotsOf(stands)) this.slab.release(slot)
      else if (stands !== EMPTY) this.logs[stands - 1]!.clear()
      for (const logs of this.others) logs.get(key)?.clear()
    }
    return this.released - from
  }

  /** The records that stand for a log. */
  private slotsOf(stands: number): number[] {
    return stands >= ONE_RECORD ? [stands - ONE_RECORD] : this.lists.read(stands - FEW_RECORDS)
  }

  private put(key: number, log: RecordLog): void {
    const place = this.free.pop() ?? this.logs.length
    this.logs[place] = log
    this.lines.words[key * LINE_WORDS + STANDS] = place + 1
  }
}

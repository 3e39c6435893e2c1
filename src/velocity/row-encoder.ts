import { columnOf, isHashedColumn } from './column.ts'
import type { VelocityEvent } from './event.ts'
import { EventRows } from './event-rows.ts'
import { identityOf } from './identity.ts'
import { type KeyedHash, wordOf } from './keyed-hash.ts'
import { MixingHash } from './mixing-hash.ts'
import type { VelocityPlan } from './plan.ts'
import { ALL_COLUMNS, columnsReadBy, type ReadColumns } from './read-columns.ts'
import { HASHED_COLUMNS } from './record.ts'
import { CONTENT_AT, OWN_COUNTS, OWN_MARKS, type RowShape, rowShapeOf, STATE_AT } from './row-shape.ts'
import { Slab } from './slab.ts'
import { keyTextOf, mixState, ownHolds, ownValueOf, writeRecord } from './write-record.ts'

export interface RowEncoderOptions {
  keyedHash: KeyedHash
  /** Whether outcomes will name the payments: then identities are what outcomes can be compared with, and kept as texts. */
  keepsIdentities: boolean
  /** True where no plan but the first will ever be counted by: records then hold only what it reads. */
  forOnePlan: boolean
}

/** What is looked up once per plan. */
interface Coding {
  shape: RowShape
  columns: ReadColumns
  /** By kind of key, the hashed column that it is, or -1. */
  columnOfKind: readonly number[]
}

/**
 * Turns events into rows. Remembers nothing of them, so that any number of threads may each write a part of a batch.
 *
 * Keys become 64 bits of a quick keyed hash: two of ten million keys are taken for one another once in 400,000 runs. They hide
 * nothing, and never leave the process.
 */
export class RowEncoder {
  private readonly options: RowEncoderOptions
  private readonly mixing: MixingHash
  private readonly codings = new WeakMap<VelocityPlan, Coding>()
  /** Where a record is put together. */
  private readonly slab = new Slab()
  private readonly slot = this.slab.allocate()
  private readonly columnHighs = new Uint32Array(HASHED_COLUMNS.length)
  private readonly columnLows = new Uint32Array(HASHED_COLUMNS.length)

  constructor(options: RowEncoderOptions) {
    this.options = options
    const seed = options.keyedHash.text('content', '')
    this.mixing = new MixingHash(wordOf(seed, 0), wordOf(seed, 6))
  }

  encode(plan: VelocityPlan, events: readonly VelocityEvent[]): EventRows {
    const coding = this.codingOf(plan)
    const identities: string[] = []
    const rows = EventRows.empty(events.length, coding.shape.rowBytes, identities)
    for (let at = 0; at < events.length; at++) {
      const start = at * rows.rowBytes
      const event = events[at]!
      writeRecord(this.slab, this.slot, event, coding.columns, this.columnHash)
      this.writeIdentity(rows, start, event, identities)
      this.slab.copyToWords(this.slot, rows.words, start / 4)
      this.writeKeys(rows, start, event, coding)
      this.writeOwn(rows, start, event, plan, coding.shape)
    }
    return rows
  }

  private readonly columnHash = (column: number, value: string | undefined): number => {
    if (value === undefined || value === '') {
      this.columnHighs[column] = 0
      this.columnLows[column] = 0
      return 0
    }
    this.mixText(value)
    this.columnHighs[column] = this.mixing.high
    this.columnLows[column] = this.mixing.low
    return this.mixing.high
  }

  private readonly textHash = (_field: string, value: string): number => {
    this.mixText(value)
    return this.mixing.high
  }

  /** Neither word of a hash is 0, which stands for absent. */
  private mixText(text: string): void {
    const { mixing } = this
    mixing.start()
    mixing.addText(text)
    mixing.finish()
    mixing.high ||= 1
    mixing.low ||= 1
  }

  private writeIdentity(rows: EventRows, start: number, event: VelocityEvent, identities: string[]): void {
    const { mixing } = this
    const { keyedHash, keepsIdentities } = this.options
    let high: number
    let low: number
    if (keepsIdentities) {
      const identity = identityOf(keyedHash, event.kind, event.merchantId, event.id)
      identities.push(identity)
      high = wordOf(identity, 0)
      low = wordOf(identity, 6)
    } else {
      mixing.start()
      mixing.addText(event.kind)
      mixing.addText(event.merchantId)
      mixing.addText(event.id)
      mixing.finish()
      ;({ high, low } = mixing)
    }
    this.slab.setId(this.slot, high, low)
    mixing.start()
    event.addContent(mixing)
    mixing.finish()
    rows.words[(start + CONTENT_AT) / 4] = mixing.high
    rows.words[(start + CONTENT_AT) / 4 + 1] = mixing.low
    if (event.kind !== 'payment') return
    mixState(mixing, event, high, low)
    rows.words[(start + STATE_AT) / 4] = mixing.high
    rows.words[(start + STATE_AT) / 4 + 1] = mixing.low
  }

  private writeKeys(rows: EventRows, start: number, event: VelocityEvent, { shape, columnOfKind }: Coding): void {
    const { mixing } = this
    for (let kind = 0; kind < shape.kinds.length; kind++) {
      const at = (start + shape.kinds[kind]!.at) / 4
      const column = columnOfKind[kind]!
      if (column >= 0) {
        rows.words[at] = this.columnHighs[column]!
        rows.words[at + 1] = this.columnLows[column]!
        continue
      }
      const text = keyTextOf(shape.kinds[kind]!.by, event)
      if (text === undefined) continue
      this.mixText(text)
      rows.words[at] = mixing.high
      rows.words[at + 1] = mixing.low
    }
  }

  private writeOwn(rows: EventRows, start: number, event: VelocityEvent, plan: VelocityPlan, shape: RowShape): void {
    for (let log = 0; log < shape.logs.length; log++) {
      const place = shape.logs[log]!.own
      if (place === undefined) continue
      const own = plan.logs[log]!.own!
      rows.numbers[(start + place.valueAt) / 8] = ownValueOf(own, event, this.slab.amount(this.slot), this.textHash)
      rows.bytes[start + place.markAt] = ownHolds(own, event) ? OWN_COUNTS : OWN_MARKS
    }
  }

  private codingOf(plan: VelocityPlan): Coding {
    let coding = this.codings.get(plan)
    if (coding === undefined) {
      const shape = rowShapeOf(plan)
      const columns = this.options.forOnePlan ? columnsReadBy(plan) : ALL_COLUMNS
      const columnOfKind = shape.kinds.map(({ by }) => {
        const column = by.length === 1 ? columnOf(by[0]!) : -1
        return isHashedColumn(column) ? column : -1
      })
      coding = { shape, columns, columnOfKind }
      this.codings.set(plan, coding)
    }
    return coding
  }
}

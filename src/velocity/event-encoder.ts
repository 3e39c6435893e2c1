import { columnOf, isHashedColumn } from './column.ts'
import { EncodedBatch } from './encoded-batch.ts'
import type { VelocityEvent } from './event.ts'
import { identityOf } from './identity.ts'
import type { KeyCache, KeySpace } from './key-cache.ts'
import { type KeyedHash, wordOf } from './keyed-hash.ts'
import { MixingHash } from './mixing-hash.ts'
import type { LogSpec, VelocityPlan } from './plan.ts'
import { ALL_COLUMNS } from './read-columns.ts'
import { HASHED_COLUMNS, KIND_CODES, STATUS_CODES } from './record.ts'
import type { Slab } from './slab.ts'
import { keyTextOf, mixState, ownHolds, ownValueOf, writeRecord } from './write-record.ts'

const ABSENT = -1

/** A log of the plan with what is looked up once. */
export interface LogKey {
  spec: LogSpec
  space: KeySpace
  family: number
  /** The hashed column that is the whole key, or -1. */
  column: number
}

/** Turns events into records and finds their logs. */
export class EventEncoder {
  private readonly slab: Slab
  private readonly keys: KeyCache
  private readonly keyedHash: KeyedHash
  private readonly mixing: MixingHash
  private readonly columnSpaces: readonly KeySpace[]
  private readonly logKeys = new WeakMap<VelocityPlan, LogKey[]>()
  /** Of the event at hand: its keys in the spaces of the hashed columns, or `ABSENT`. */
  private readonly columnKeys = new Int32Array(HASHED_COLUMNS.length)

  constructor(slab: Slab, keys: KeyCache, keyedHash: KeyedHash) {
    this.slab = slab
    this.keys = keys
    this.keyedHash = keyedHash
    const seed = keyedHash.text('content', '')
    this.mixing = new MixingHash(wordOf(seed, 0), wordOf(seed, 6))
    this.columnSpaces = HASHED_COLUMNS.map(name => keys.space(name))
  }

  encode(plan: VelocityPlan, events: readonly VelocityEvent[]): EncodedBatch {
    const logKeys = this.logKeysOf(plan)
    const batch = new EncodedBatch(events.length, logKeys.length, { isForElsewhere: true })
    for (let at = 0; at < events.length; at++) {
      const event = events[at]!
      this.encodeRecord(batch, at, event)
      for (let log = 0; log < logKeys.length; log++) this.encodeLog(batch, at, log, logKeys[log]!, event)
    }
    return batch
  }

  private encodeRecord(batch: EncodedBatch, at: number, event: VelocityEvent): void {
    const slot = this.slab.allocate()
    batch.slots[at] = slot
    writeRecord(this.slab, slot, event, ALL_COLUMNS, this.columnHash)
    this.encodeIdentity(batch, at, event, slot)
  }

  private readonly columnHash = (column: number, value: string | undefined): number => {
    if (value === undefined || value === '') {
      this.columnKeys[column] = ABSENT
      return 0
    }
    const space = this.columnSpaces[column]!
    const key = this.keys.key(space, value)
    this.columnKeys[column] = key
    return this.keys.columnHash(space, key)
  }

  private encodeIdentity(batch: EncodedBatch, at: number, event: VelocityEvent, slot: number): void {
    const identity = identityOf(this.keyedHash, event.kind, event.merchantId, event.id)
    batch.identities.push(identity)
    const idHigh = wordOf(identity, 0)
    const idLow = wordOf(identity, 6)
    this.slab.setId(slot, idHigh, idLow)
    const { mixing } = this
    mixing.start()
    event.addContent(mixing)
    mixing.finish()
    batch.contents[at * 2] = mixing.high
    batch.contents[at * 2 + 1] = mixing.low
    if (event.kind !== 'payment') return
    mixState(mixing, event, idHigh, idLow)
    batch.states[at * 2] = mixing.high
    batch.states[at * 2 + 1] = mixing.low
  }

  private encodeLog(batch: EncodedBatch, at: number, log: number, key: LogKey, event: VelocityEvent): void {
    const cell = at * batch.width + log
    const found = key.column < 0 ? this.keyOf(key, event) : this.columnKeys[key.column]!
    if (found === ABSENT) return
    this.findLog(batch, cell, key, found)
    batch.records[cell] = key.spec.own === undefined ? batch.slots[at]! : this.ownRecord(batch, at, key.spec.own, event)
  }

  /** As for an event, the log of the key whose value has this hash. */
  findLogByHash(batch: EncodedBatch, cell: number, key: LogKey, text: string): void {
    this.findLog(batch, cell, key, this.keys.keyOfHash(key.space, text))
  }

  private findLog(batch: EncodedBatch, cell: number, { space, family }: LogKey, key: number): void {
    batch.logs[cell] = this.keys.log(space, key, family)
    this.keys.copyHash(space, key, batch.keyHashes, cell)
  }

  private keyOf({ spec, space }: LogKey, event: VelocityEvent): number {
    const text = keyTextOf(spec.by, event)
    return text === undefined ? ABSENT : this.keys.key(space, text)
  }

  private ownRecord(batch: EncodedBatch, at: number, own: NonNullable<LogSpec['own']>, event: VelocityEvent): number {
    const { slab } = this
    const slot = slab.duplicate(batch.slots[at]!)
    batch.ownSlots.push(slot)
    slab.setAmount(slot, ownValueOf(own, event, slab.amount(slot), this.textHash))
    if (!ownHolds(own, event)) slab.setKind(slot, KIND_CODES[event.kind], 0, STATUS_CODES[event.status])
    return slot
  }

  private readonly textHash = (field: string, value: string): number => {
    const space = this.keys.space(field)
    return this.keys.columnHash(space, this.keys.key(space, value))
  }

  logKeysOf(plan: VelocityPlan): LogKey[] {
    let logKeys = this.logKeys.get(plan)
    if (logKeys === undefined) {
      logKeys = plan.logs.map(spec => {
        const space = this.keys.space(spec.by.join('+'))
        let family = space.families.indexOf(spec.name)
        if (family < 0) family = space.families.push(spec.name) - 1
        const column = spec.by.length === 1 ? columnOf(spec.by[0]!) : -1
        return { spec, space, family, column: isHashedColumn(column) ? column : -1 }
      })
      this.logKeys.set(plan, logKeys)
    }
    return logKeys
  }
}

import { hash } from 'node:crypto'
import { columnOf, isHashedColumn, lettersOf } from './column.ts'
import { AUTHORIZATION_STATE, DECLINE_STATE, EncodedBatch } from './encoded-batch.ts'
import type { VelocityEvent } from './event.ts'
import { identityOf } from './identity.ts'
import type { KeyCache, KeyEntry, KeySpace } from './key-cache.ts'
import { type KeyedHash, wordOf } from './keyed-hash.ts'
import { MixingHash } from './mixing-hash.ts'
import type { LogSpec, VelocityPlan } from './plan.ts'
import { ownField } from './plan-velocities.ts'
import { ALL_COLUMNS, columnsReadBy, type ReadColumns } from './read-columns.ts'
import { COUNTRY_COLUMNS, countedBits, HASHED_COLUMNS, KIND_CODES, STATUS_CODES, statusKind } from './record.ts'
import { RecordLog } from './record-log.ts'
import type { Slab } from './slab.ts'

const LOG_BYTES = 330

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
  private readonly forOnePlan: boolean
  private readonly columns = new WeakMap<VelocityPlan, ReadColumns>()
  private readonly logKeys = new WeakMap<VelocityPlan, LogKey[]>()
  private readonly columnEntries: (ReturnType<KeyCache['entry']> | undefined)[] = []

  /** With `forOnePlan`, records hold only what their plan reads: nothing for plans to come. */
  constructor(slab: Slab, keys: KeyCache, keyedHash: KeyedHash, forOnePlan = false) {
    this.forOnePlan = forOnePlan
    this.slab = slab
    this.keys = keys
    this.keyedHash = keyedHash
    const seed = keyedHash.text('content', '')
    this.mixing = new MixingHash(wordOf(seed, 0), wordOf(seed, 6))
    this.columnSpaces = HASHED_COLUMNS.map(name => keys.space(name))
  }

  encode(plan: VelocityPlan, events: readonly VelocityEvent[]): EncodedBatch {
    const logKeys = this.logKeysOf(plan)
    const batch = new EncodedBatch(events.length, logKeys.length)
    const columns = this.columnsOf(plan)
    for (let at = 0; at < events.length; at++) {
      const event = events[at]!
      this.encodeRecord(batch, at, event, columns)
      for (let log = 0; log < logKeys.length; log++) this.encodeLog(batch, at, log, logKeys[log]!, event)
    }
    return batch
  }

  private encodeRecord(
    batch: EncodedBatch,
    at: number,
    event: VelocityEvent,
    { hashed, countries }: ReadColumns,
  ): void {
    const { slab } = this
    const slot = slab.allocate()
    batch.slots[at] = slot
    slab.setTime(slot, event.timeMs)
    slab.setAmount(slot, event.amountMinor ?? Number.NaN)
    slab.setKind(slot, KIND_CODES[event.kind], countedBits(event), STATUS_CODES[event.status])
    for (let column = 0; column < HASHED_COLUMNS.length; column++) {
      const value = hashed[column] ? event.key(HASHED_COLUMNS[column]!) : undefined
      const entry = value === undefined || value === '' ? undefined : this.keys.entry(this.columnSpaces[column]!, value)
      this.columnEntries[column] = entry
      slab.setHash(slot, column, entry === undefined ? 0 : entry.hash)
    }
    for (let column = 0; column < COUNTRY_COLUMNS.length; column++) {
      const country = countries[column] ? event.value(COUNTRY_COLUMNS[column]!) : undefined
      slab.setCountry(slot, column, typeof country === 'string' ? lettersOf(country) : 0)
    }
    this.encodeIdentity(batch, at, event, slot)
  }

  private encodeIdentity(batch: EncodedBatch, at: number, event: VelocityEvent, slot: number): void {
    const identity = identityOf(this.keyedHash, event.kind, event.merchantId, event.id)
    batch.identities.push(identity)
    const idHigh = wordOf(identity, 0)
    const idLow = wordOf(identity, 6)
    this.slab.setId(slot, idHigh, idLow)
    const { mixing } = this
    mixing.start()
    mixing.addText(hash('sha256', event.content, 'base64url'))
    mixing.finish()
    batch.contents[at * 2] = mixing.high
    batch.contents[at * 2 + 1] = mixing.low
    if (event.kind !== 'payment') return
    const timeMs = event.occurredAtMs ?? event.timeMs
    mixing.start()
    mixing.addWord(idHigh)
    mixing.addWord(idLow)
    mixing.addWord(STATUS_CODES[event.status])
    mixing.addText(event.declineCode)
    mixing.addWord(timeMs % 2 ** 32)
    mixing.addWord(Math.floor(timeMs / 2 ** 32))
    mixing.finish()
    batch.states[at * 2] = ((mixing.high & ~0xff) | stateKind(event)) >>> 0
    batch.states[at * 2 + 1] = mixing.low
  }

  private encodeLog(batch: EncodedBatch, at: number, log: number, key: LogKey, event: VelocityEvent): void {
    const cell = at * batch.width + log
    const entry = key.column < 0 ? this.keyEntry(key, event) : this.columnEntries[key.column]
    if (entry === undefined) return
    batch.logs[cell] = this.logOf(entry, key)
    batch.records[cell] = key.spec.own === undefined ? batch.slots[at]! : this.ownRecord(batch, at, key.spec.own, event)
  }

  /** The log of one key that a log of the plan speaks of; made when there was none. */
  logOf(entry: KeyEntry, key: LogKey): RecordLog {
    let found = entry.logs[key.family]
    if (found === undefined) {
      found = new RecordLog(this.slab, key.spec.name, entry.text)
      // Made whole at once: most keys have one log, and a list that grows by itself takes room for 17.
      entry.logs = Array.from({ length: Math.max(entry.logs.length, key.family + 1) }, (_, i) => entry.logs[i])
      entry.logs[key.family] = found
      this.keys.grew(LOG_BYTES)
    }
    return found
  }

  private keyEntry({ spec, space }: LogKey, event: VelocityEvent): ReturnType<KeyCache['entry']> | undefined {
    if (spec.by.length === 1) {
      const value = event.key(spec.by[0]!)
      return value === undefined || value === '' ? undefined : this.keys.entry(space, value)
    }
    let values = ''
    for (const name of spec.by) {
      const value = event.key(name)
      if (value === undefined || value === '') return undefined
      values += `${value.length}:${value}`
    }
    return this.keys.entry(space, values)
  }

  private ownRecord(batch: EncodedBatch, at: number, own: NonNullable<LogSpec['own']>, event: VelocityEvent): number {
    const { slab } = this
    const slot = slab.duplicate(batch.slots[at]!)
    batch.ownSlots.push(slot)
    const form = ownField(own)
    if (form === 'number') slab.setAmount(slot, numberOf(event.value(own.field)))
    else if (form === 'text') {
      const value = event.key(own.field)
      const absent = value === undefined || value === ''
      slab.setAmount(slot, absent ? Number.NaN : this.keys.entry(this.keys.space(own.field), value).hash)
    }
    const holds = own.whereHolds === undefined || own.whereHolds.holds(name => event.value(name))
    if (!holds) slab.setKind(slot, KIND_CODES[event.kind], 0, STATUS_CODES[event.status])
    return slot
  }

  private columnsOf(plan: VelocityPlan): ReadColumns {
    if (!this.forOnePlan) return ALL_COLUMNS
    let columns = this.columns.get(plan)
    if (columns === undefined) {
      columns = columnsReadBy(plan)
      this.columns.set(plan, columns)
    }
    return columns
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

function stateKind(event: VelocityEvent): number {
  const kind = statusKind(event.status)
  return kind === undefined ? 0 : kind === 'decline' ? DECLINE_STATE : AUTHORIZATION_STATE
}

function numberOf(value: ReturnType<VelocityEvent['value']>): number {
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'number' && Number.isFinite(value) ? value : Number.NaN
}

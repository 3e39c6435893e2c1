import { lettersOf } from './column.ts'
import { AUTHORIZATION_STATE, DECLINE_STATE } from './encoded-batch.ts'
import type { VelocityEvent } from './event.ts'
import type { MixingHash } from './mixing-hash.ts'
import type { VelocityPlan } from './plan.ts'
import { ownField } from './plan-velocities.ts'
import type { ReadColumns } from './read-columns.ts'
import { COUNTRY_COLUMNS, countedBits, HASHED_COLUMNS, KIND_CODES, STATUS_CODES, statusKind } from './record.ts'
import type { Slab } from './slab.ts'

/** Writes all of an event's record but its id. `hashOf` answers the 32-bit hash of a value of a hashed column, never 0. */
export function writeRecord(
  slab: Slab,
  slot: number,
  event: VelocityEvent,
  { hashed, countries }: ReadColumns,
  hashOf: (column: number, value: string | undefined) => number,
): void {
  slab.setTime(slot, event.timeMs)
  slab.setAmount(slot, event.amountMinor ?? Number.NaN)
  slab.setKind(slot, KIND_CODES[event.kind], countedBits(event), STATUS_CODES[event.status])
  for (let column = 0; column < HASHED_COLUMNS.length; column++) {
    slab.setHash(slot, column, hashOf(column, hashed[column] ? event.key(HASHED_COLUMNS[column]!) : undefined))
  }
  for (let column = 0; column < COUNTRY_COLUMNS.length; column++) {
    const country = countries[column] ? event.value(COUNTRY_COLUMNS[column]!) : undefined
    slab.setCountry(slot, column, typeof country === 'string' ? lettersOf(country) : 0)
  }
}

/**
 * Leaves in `mixing` what tells a payment's state from its others, the low byte of `high` being the kind that a change to it
 * counts as.
 */
export function mixState(mixing: MixingHash, event: VelocityEvent, idHigh: number, idLow: number): void {
  const timeMs = event.occurredAtMs ?? event.timeMs
  mixing.start()
  mixing.addWord(idHigh)
  mixing.addWord(idLow)
  mixing.addWord(STATUS_CODES[event.status])
  mixing.addText(event.declineCode)
  mixing.addWord(timeMs % 2 ** 32)
  mixing.addWord(Math.floor(timeMs / 2 ** 32))
  mixing.finish()
  mixing.high = ((mixing.high & ~0xff) | stateKind(event)) >>> 0
}

/** What stands in the amount column of an event's record in an own log. `hashOf` answers the hash of a text. */
export function ownValueOf(
  own: OwnLog,
  event: VelocityEvent,
  amount: number,
  hashOf: (field: string, value: string) => number,
): number {
  const form = ownField(own)
  if (form === 'amount') return amount
  if (form === 'number') return numberOf(event.value(own.field))
  const value = event.key(own.field)
  return value === undefined || value === '' ? Number.NaN : hashOf(own.field, value)
}

/** True where the event counts in an own log. */
export function ownHolds({ whereHolds }: OwnLog, event: VelocityEvent): boolean {
  return whereHolds === undefined || whereHolds.holds(name => event.value(name))
}

type OwnLog = NonNullable<VelocityPlan['logs'][number]['own']>

/** The values of a composite key as one text; undefined when one of them is absent. */
export function keyTextOf(by: readonly string[], event: VelocityEvent): string | undefined {
  if (by.length === 1) return event.key(by[0]!) || undefined
  let values = ''
  for (const name of by) {
    const value = event.key(name)
    if (value === undefined || value === '') return undefined
    values += `${value.length}:${value}`
  }
  return values
}

function stateKind(event: VelocityEvent): number {
  const kind = statusKind(event.status)
  return kind === undefined ? 0 : kind === 'decline' ? DECLINE_STATE : AUTHORIZATION_STATE
}

function numberOf(value: ReturnType<VelocityEvent['value']>): number {
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'number' && Number.isFinite(value) ? value : Number.NaN
}

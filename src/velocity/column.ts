import { COUNTRY_COLUMNS, HASHED_COLUMNS, STATUS_NAMES } from './record.ts'
import type { Slab } from './slab.ts'

/**
 * A column of a record as a number: 0–6 hashed texts, 7–10 countries, 11 status, 12 the amount slot (an own log keeps
 * its field there).
 */
export type Column = number

const FIRST_COUNTRY = HASHED_COLUMNS.length
const STATUS = FIRST_COUNTRY + COUNTRY_COLUMNS.length
export const AMOUNT_COLUMN: Column = STATUS + 1

const COLUMN_NAMES: readonly string[] = [...HASHED_COLUMNS, ...COUNTRY_COLUMNS, 'status', 'amount']

/** The column of a catalogue name, or -1 when records do not keep it. */
export function columnOf(name: string): Column {
  return COLUMN_NAMES.indexOf(name)
}

export function isHashedColumn(column: Column): boolean {
  return column >= 0 && column < FIRST_COUNTRY
}

/**
 * A record's value in a column as a 32-bit number that is equal for equal values, and 0 when absent. Texts are keyed
 * hashes: two different ones are mistaken for one another once in four thousand million pairs.
 */
export function columnKey(slab: Slab, slot: number, column: Column): number {
  if (column < FIRST_COUNTRY) return slab.hash(slot, column)
  if (column < STATUS) return slab.country(slot, column - FIRST_COUNTRY)
  if (column === STATUS) return slab.status(slot)
  return numberKey(slab.amount(slot))
}

const word = new Float64Array(1)
const halves = new Uint32Array(word.buffer)

/** Whole numbers up to 2^32 - 3 keep apart exactly, others by a mix of their 64 bits. NaN is absent. */
function numberKey(value: number): number {
  if (value >= 0 && value < 4_294_967_294 && Math.floor(value) === value) return value + 1
  if (Number.isNaN(value)) return 0
  word[0] = value
  const mixed = Math.imul(halves[0]! ^ (halves[0]! >>> 15), 0x2c1b3c6d) ^ Math.imul(halves[1]!, 0x297a2d39)
  return (mixed ^ (mixed >>> 16)) >>> 0 || 1
}

/** Two ASCII letters as one number; 0 for anything else. */
export function lettersOf(country: string): number {
  if (country.length !== 2) return 0
  const first = country.charCodeAt(0)
  const second = country.charCodeAt(1)
  return first < 128 && second < 128 ? first | (second << 8) : 0
}

/** What a `where` over the plain columns reads from a stored record. Amounts in major units of the base currency. */
export function plainValue(
  slab: Slab,
  slot: number,
  column: Column,
  minorPerMajor: number,
): string | number | undefined {
  if (column === AMOUNT_COLUMN) {
    const amount = slab.amount(slot)
    return Number.isNaN(amount) ? undefined : amount / minorPerMajor
  }
  if (column === STATUS) return STATUS_NAMES[slab.status(slot)]
  const letters = slab.country(slot, column - FIRST_COUNTRY)
  return letters === 0 ? undefined : String.fromCharCode(letters & 0xff, letters >>> 8)
}

import type { Value } from '../model/decision.ts'
import type { FactName, Facts } from './facts.ts'

type Read<V extends Value> = (facts: Facts) => V | undefined
type Key = (facts: Facts) => string | undefined
type Row<V extends Value> = (name: string, example: string, help: string, read: Read<V>, key?: Key) => FactName

/** Builders of catalogue rows, so that a row is its name, an example, a line of help and how to read it. */
export interface Rows {
  text: Row<string>
  number: Row<number>
  boolean: Row<boolean>
  texts: Row<readonly string[]>
}

export function rows(from: FactName['from']): Rows {
  const row =
    (type: FactName['type']) =>
    (name: string, example: string, help: string, read: Read<Value>, key?: Key): FactName =>
      key === undefined ? { name, type, from, help, example, read } : { name, type, from, help, example, read, key }
  return { text: row('text'), number: row('number'), boolean: row('boolean'), texts: row('texts') }
}

/** Marks what takes microseconds to work out. */
export function costly(row: FactName): FactName {
  return { ...row, isCostly: true }
}

/** Whether two countries are the same; unknown when either is. */
export function sameCountry(one: string | undefined, other: string | undefined): boolean | undefined {
  return one === undefined || other === undefined ? undefined : one === other
}

import type { Place } from '../model/problem.ts'
import type { FieldKind } from './payment-fields.ts'

/** A mapping file, read and checked: how one row becomes one payment. */
export interface Mapping {
  format: 'csv' | 'json-lines'
  csv: { delimiter: string; quote: string }
  /** In the order in which a payment is written. */
  fields: readonly MappedField[]
  /** The field of that name, which amounts in minor units need. */
  currency: MappedValue | undefined
  label: MappedValue | undefined
}

export interface MappedField extends MappedValue {
  /** A dotted path in the payment. */
  field: string
  /** The names to walk in the payment's JSON. */
  path: readonly string[]
  kind: FieldKind
}

/** Where a value comes from and what is done to it. */
export interface MappedValue {
  source: ValueSource
  /** What written values mean; a null makes the value absent. */
  values: ReadonlyMap<string, string | null> | undefined
  /** For values that `values` does not list; without it such a row is rejected. */
  otherwise: string | undefined
  /** True when a row without this value is rejected. */
  rejectEmpty: boolean
  date: ((text: string) => number | undefined) | undefined
  number: NumberForm | undefined
}

export type ValueSource =
  | { kind: 'constant'; text: string }
  | { kind: 'column'; column: ColumnName }
  /** Text and columns in turn. */
  | { kind: 'template'; parts: readonly (string | ColumnName)[] }

export interface ColumnName {
  name: string
  place: Place
}

export interface NumberForm {
  decimal: '.' | ','
  thousands: string
  unit: 'major' | 'minor'
}

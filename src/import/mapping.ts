import type { Place } from '../model/problem.ts'
import type { FieldKind } from './payment-fields.ts'

/** A mapping file, read and checked: how one row becomes one payment. */
export interface Mapping {
  format: 'csv' | 'json-lines'
  csv: { delimiter: string; quote: string }
  /** `currency` first, because amounts in minor units need it; otherwise in the order of a payment. */
  fields: readonly MappedField[]
  label: MappedValue | undefined
}

export interface MappedField extends MappedValue {
  /** A dotted path in the payment. */
  field: string
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

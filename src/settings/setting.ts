/** What a setting is: how its value is read from what a person wrote, what it refuses, and how it is shown. */

/** A value as a person wrote it: the text of a variable or of a YAML scalar, a YAML list, or a YAML map. */
export type Written = string | readonly string[] | ReadonlyMap<string, string>

export interface Mistake {
  code: 'wrong-type' | 'out-of-limits' | 'unknown-choice'
  /** Continues a sentence that began with the setting's name; never repeats a secret. */
  message: string
  /** Set for a choice, so that the nearest one can be suggested. */
  choices?: readonly string[]
}

export type Reading<T> = { value: T } | { mistake: Mistake }

export interface Setting<T> {
  type: string
  help: string
  unit?: string
  limits?: string
  secret: boolean
  default: T
  /** What happens when the setting is not given and has no default. */
  absent?: string
  read(written: Written): Reading<T>
  /** The value in the form in which it would be written; secrets inside it are masked. */
  show(value: T): string
}

/** Either a default, or what it means that there is none. */
type Initial<T> = { default: T; absent?: undefined } | { default?: undefined; absent: string }
export type Kept<T, I> = I extends { absent: string } ? T | undefined : T
export type Row<T> = { help: string; secret?: boolean } & Initial<T>

/** Stands where a secret was. */
export const MASK = '•••'

interface Kind<T> {
  type: string
  unit?: string
  limits?: string
  read(written: Written): Reading<T>
  show?(value: T): string
}

/** Joins the row of the table with its kind; a setting with no default may be undefined. */
export function make<T, const I extends Row<T>>(row: I, kind: Kind<T>): Setting<Kept<T, I>> {
  const show = kind.show ?? String
  const setting: Setting<T | undefined> = {
    help: row.help,
    secret: row.secret ?? false,
    default: row.default,
    ...(row.absent === undefined ? {} : { absent: row.absent }),
    ...kind,
    show: value => (value === undefined ? '' : row.secret ? MASK : show(value)),
  }
  return setting as Setting<Kept<T, I>>
}

export const wrong = (message: string): { mistake: Mistake } => ({ mistake: { code: 'wrong-type', message } })
export const outside = (message: string): { mistake: Mistake } => ({ mistake: { code: 'out-of-limits', message } })

/** Reads one piece of text and refuses lists and maps. */
export function scalar<T>(type: string, read: (text: string) => Reading<T>): (written: Written) => Reading<T> {
  return written => (typeof written === 'string' ? read(written) : wrong(`must be one ${type}, not a list or a map`))
}

export interface Limits {
  min: number
  max: number
}

/** Answers the value when it lies between the limits, both included. */
export function within(value: number, { min, max }: Limits, show: (value: number) => string): Reading<number> {
  if (value >= min && value <= max) return { value }
  return outside(`must be between ${show(min)} and ${show(max)}, not ${show(value)}`)
}

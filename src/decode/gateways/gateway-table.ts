/**
 * How the bodies of one gateway become payments and outcomes, as a table: what a body is recognised by, and which field goes
 * where. `map-body.ts` reads the tables; they hold no code.
 */
export interface GatewayTable {
  gateway: GatewayName
  /** Bodies inside bodies; the first that holds is opened, once. Without one the body stands for itself. */
  envelopes: readonly Envelope[]
  /** The first that holds says what a body is. */
  kinds: readonly BodyKind[]
  /** Currencies whose minor units this gateway counts in other digits than ISO 4217. */
  minorDigits?: Readonly<Record<string, number>>
}

export const GATEWAYS = ['stripe', 'adyen', 'paypal', 'braintree', 'shopify', 'square', 'woocommerce'] as const
export type GatewayName = (typeof GATEWAYS)[number]

/** Names joined by dots; `*` is each of a list, a number one of them; `$.` begins at the outermost body. */
export type Path = string

/** Holds when the value at the path, as text, is one of these, begins with this, or is there at all. */
export type Test =
  | { at: Path; is: string | readonly string[] }
  | { at: Path; not: string | readonly string[] }
  | { at: Path; starts: string }
  | { at: Path; present: boolean }

export interface Envelope {
  when: readonly Test[]
  /** Where the bodies lie: one object, or each of a list. */
  each: Path
  /** The name under which each is put, where single bodies lie under a name and those of a list do not. */
  under?: string
}

export type BodyKind = { kind: string; when: readonly Test[] } & (
  | { becomes: 'payment' | 'outcome'; fields: Fields; also?: Further }
  /** Nothing to keep: a sentence that goes on after "because". */
  | { ignored: string }
  /** No notification at all: the same. */
  | { refused: string }
)

/** Outcomes that a payment's body lists: `fields` begin at each of them, `$.` as before, `^.` at the payment's body. */
export interface Further {
  each: Path
  kind: string
  fields: Fields
}

/** Dotted field of the payment or outcome, in the form of its topic, to where it comes from. */
export type Fields = Readonly<Record<string, Value>>

export type Value =
  | Source
  | { constant: string }
  /** The first whose tests hold; absent when none does. */
  | { cases: readonly { when: readonly Test[]; value: Value }[] }
  /** Texts with a space between them, absent ones left out. */
  | { join: readonly Path[] }
  | { each: Path; fields: Fields }

export interface Source {
  /** The first of these that is there: neither null nor blank. */
  from: Path | readonly Path[]
  as: Converter
  /** For `minor`: where the currency stands. */
  currency?: Path
  /** What written words mean, compared in lower case; null makes the value absent. */
  words?: Readonly<Record<string, string | null>>
  /** For words that are not listed; without it they are refused, `same` keeps them, an empty text leaves them out. */
  otherwise?: string
}

/**
 * - `text`: a text, a boolean or an exact number as text; trimmed.
 * - `id`: the same, or the `id` of an object.
 * - `upper`: a text in upper case.
 * - `minor`: whole minor units to a decimal in major units.
 * - `major`: a decimal in major units; `unsigned` drops the minus that some gateways give to money that goes back.
 * - `number`: a finite number.
 * - `sum`: the sum of such decimals.
 * - `seconds`: seconds since 1970 to ISO 8601. `time`: ISO 8601 with a zone. `utc`: the same, in UTC where no zone is written. `day`: a date, meant as its
 *   first moment in UTC, because a deadline is better too early than too late.
 * - `last`: the last part of a URL's path.
 */
export type Converter =
  | 'text'
  | 'id'
  | 'upper'
  | 'number'
  | 'minor'
  | 'major'
  | 'unsigned'
  | 'sum'
  | 'seconds'
  | 'time'
  | 'utc'
  | 'day'
  | 'last'

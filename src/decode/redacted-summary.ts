import { isIP } from 'node:net'
import { currencies } from '../model/currencies.ts'
import { holdsCardNumber } from './card-number.ts'
import { PAYMENT, type Shape } from './payment-shape.ts'
import { kindOf } from './validate.ts'

const SUMMARY_LENGTH_MAX = 600
const SAFE_ID = /^[\w.:/-]{1,64}$/
const IPV4 = /(?:\d{1,3}\.){3}\d{1,3}/
const PLAIN_AMOUNT = /^-?[\d.,]{1,24}$/

/** What the shape calls each field; other names might themselves be secrets and are only counted. */
type Names = Map<string, Names | null>
const namesOf = (shape: Shape): Names =>
  new Map(shape.fields.map(field => [field.name, field.of ? namesOf(field.of) : null]))
const NAMES = new WeakMap<Shape, Names>()

/**
 * A record in a few words for the dead letters, such as `{id "pay_1", amount "5.00", currency "USD", card {bin text(6)}}`.
 * Names only what the shape names; shows no value but an id, an amount and a currency that cannot be secrets.
 */
export function redactedSummary(raw: unknown, shape: Shape = PAYMENT): string {
  const names = NAMES.get(shape) ?? namesOf(shape)
  NAMES.set(shape, names)
  const text = summaryOf(raw, names, true)
  return text.length <= SUMMARY_LENGTH_MAX ? text : `${text.slice(0, SUMMARY_LENGTH_MAX - 1)}…`
}

/** For bytes that could not be read at all: how many, and what they seem to be. */
export function redactedBytes(bytes: Uint8Array): string {
  const first = bytes[0]
  const kind =
    first === undefined
      ? ''
      : first === 0
        ? ', starts like a registry frame'
        : first === 0x7b
          ? ', starts like JSON'
          : ''
  return `${bytes.length} bytes${kind}`
}

/** The id, when it can be shown: short, of plain characters, no card number, e-mail address or IP address. */
export function safeId(raw: unknown): string | undefined {
  return safeText(raw, 'id')
}

/** The same for another field that holds an id. */
export function safeText(raw: unknown, name: string): string | undefined {
  if (typeof raw !== 'object' || raw === null || !Object.hasOwn(raw, name)) return undefined
  const id = (raw as Record<string, unknown>)[name]
  if (typeof id !== 'string' || !SAFE_ID.test(id) || IPV4.test(id) || isIP(id) !== 0) return undefined
  return mayHoldCardNumber(id) ? undefined : id
}

function summaryOf(value: unknown, names: Names, isOutermost = false): string {
  if (typeof value !== 'object' || value === null) return described(value)
  if (Array.isArray(value)) return `list(${value.length})`
  const parts: string[] = []
  let unknown = 0
  for (const [name, inner] of Object.entries(value)) {
    const known = names.get(name)
    if (known === undefined) unknown++
    else if (known !== null && !Array.isArray(inner)) parts.push(`${name} ${summaryOf(inner, known)}`)
    else parts.push(`${name} ${(isOutermost && shown(name, inner, value)) || described(inner)}`)
  }
  if (unknown > 0) parts.push(`${unknown} unknown`)
  return `{${parts.join(', ')}}`
}

function shown(name: string, value: unknown, payment: object): string | undefined {
  if (name === 'id') return quoted(safeId(payment))
  if (name === 'currency' && typeof value === 'string') return quoted(currencies.has(value) ? value : undefined)
  if (name !== 'amount') return undefined
  if (typeof value === 'number') return mayHoldCardNumber(String(value)) ? undefined : String(value)
  return typeof value === 'string' && PLAIN_AMOUNT.test(value) && !mayHoldCardNumber(value) ? quoted(value) : undefined
}

/** Whatever stands between the digits, since no sentence is lost here. */
const mayHoldCardNumber = (text: string): boolean => holdsCardNumber(text.replace(/[^\da-z]+/gi, '-'))

const quoted = (text: string | undefined): string | undefined => (text === undefined ? undefined : `"${text}"`)

function described(value: unknown): string {
  if (typeof value === 'string') return `text(${value.length})`
  if (Array.isArray(value)) return `list(${value.length})`
  return kindOf(value)
}

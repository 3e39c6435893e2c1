import { Ajv, type ErrorObject } from 'ajv'
import type { Problem } from '../model/problem.ts'
import { paymentJsonSchema } from './json-schema.ts'
import type { RawPayment } from './payment-shape.ts'
import { refusal } from './refusal.ts'

/** Compiled once. Nothing is coerced, and the first mistake ends the check. */
const validate = new Ajv({ strict: true, strictTypes: false, messages: false }).compile(paymentJsonSchema())

/** Whether the value has the types and lengths of the schema; undefined means it does. */
export function shapeProblem(raw: object): Problem | undefined {
  if (validate(raw)) return undefined
  const error = validate.errors?.[0]
  return error
    ? explain(error, raw as Record<string, unknown>)
    : refusal('wrong-type', 'the payment does not match its schema')
}

/** After `shapeProblem` found nothing. */
export function asRawPayment(raw: object): RawPayment {
  return raw as RawPayment
}

function explain(error: ErrorObject, raw: Record<string, unknown>): Problem {
  const field = fieldOf(error.instancePath)
  switch (error.keyword) {
    case 'required': {
      const missing = error.params.missingProperty as string
      return missingField(field ? `${field}.${missing}` : missing)
    }
    case 'enum': {
      const allowed = (error.params.allowedValues as (string | null)[]).filter(value => value !== null)
      return refusal(
        'not-in-list',
        `\`${field}\` has a value that is not allowed`,
        field,
        `use one of ${allowed.map(value => `\`${value}\``).join(', ')}`,
      )
    }
    case 'maxLength':
      return refusal(
        'field-too-long',
        `\`${field}\` is longer than ${error.params.limit} characters`,
        field,
        'send it shorter or leave it out',
      )
    case 'maxItems':
      return refusal(
        'too-many-items',
        `\`${field}\` has more than ${error.params.limit} lines`,
        field,
        'send the dearest ones',
      )
    default:
      return wrongType(error, field, raw)
  }
}

function wrongType(error: ErrorObject, field: string, raw: Record<string, unknown>): Problem {
  const value = valueAt(error.instancePath, raw)
  const required = !field.includes('.') && ['id', 'occurredAt', 'amount', 'currency'].includes(field)
  if (value === null && required) return missingField(field)
  if (field === 'amount') {
    if (typeof value === 'number')
      return refusal('amount-not-finite', '`amount` is no finite number', field, 'send `"129.90"`')
    if (typeof value === 'bigint') {
      return refusal('unsafe-number', '`amount` is too large to be exact', field, 'send it as a decimal string')
    }
  }
  if (field === 'occurredAt' && (typeof value === 'bigint' || typeof value === 'number')) {
    return refusal(
      'implausible-time',
      '`occurredAt` is a number too large for a time',
      field,
      'send ISO 8601 with a zone',
    )
  }
  const expected = [error.params.type as string | string[]].flat().filter(type => type !== 'null')
  return refusal(
    'wrong-type',
    `\`${field}\` must be ${expected.map(withArticle).join(' or ')}, not ${withArticle(kindOf(value))}`,
    field,
    'nothing is converted: send it as the schema says, or leave it out',
  )
}

function missingField(field: string): Problem {
  return refusal(
    'missing-field',
    `\`${field}\` is missing`,
    field,
    'every payment needs `id`, `occurredAt`, `amount` and `currency`',
  )
}

/** `/order/items/0/sku` as people write it: `order.items[0].sku`. Only names of the schema occur in it. */
function fieldOf(pointer: string): string {
  return pointer
    .slice(1)
    .replace(/\/(\d+)/g, '[$1]')
    .replaceAll('/', '.')
}

function valueAt(pointer: string, raw: Record<string, unknown>): unknown {
  let value: unknown = raw
  for (const name of pointer.split('/').slice(1)) value = (value as Record<string, unknown>)[name]
  return value
}

/** The JSON word for a value's type. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (ArrayBuffer.isView(value)) return 'bytes'
  return typeof value === 'bigint' ? 'number' : typeof value
}

function withArticle(kind: string): string {
  if (kind === 'null' || kind === 'bytes') return kind
  return /^[aeio]/.test(kind) ? `an ${kind}` : `a ${kind}`
}

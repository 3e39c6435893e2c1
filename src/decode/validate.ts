import type { ErrorObject, ValidateFunction } from 'ajv'
import type { Problem } from '../model/problem.ts'
import { compileShape } from './compile-shape.ts'
import { type JsonSchema, paymentJsonSchema } from './json-schema.ts'
import type { RawPayment } from './payment-shape.ts'
import { refusal } from './refusal.ts'

/** Whether a value has the types and lengths of a schema. Nothing is coerced, and the first mistake ends the check. */
export class ShapeCheck {
  private readonly validate: ValidateFunction
  private readonly needs: Needs

  /** `required` are the fields that may not be null, `needed` the sentence that says so. */
  constructor(schema: JsonSchema, required: readonly string[], needed: string) {
    this.validate = compileShape(schema)
    this.needs = { required, needed }
  }

  /** Undefined means that it has. */
  problem(raw: object): Problem | undefined {
    const { validate } = this
    if (validate(raw)) return undefined
    const error = validate.errors?.[0]
    return error
      ? explain(error, raw as Record<string, unknown>, this.needs)
      : refusal('wrong-type', 'the value does not match its schema')
  }
}

interface Needs {
  required: readonly string[]
  needed: string
}

const payment = new ShapeCheck(
  paymentJsonSchema(),
  ['id', 'occurredAt', 'amount', 'currency'],
  'every payment needs `id`, `occurredAt`, `amount` and `currency`',
)

/** Whether the value is a payment by its types and lengths; undefined means it is. */
export function shapeProblem(raw: object): Problem | undefined {
  return payment.problem(raw)
}

/** After `shapeProblem` found nothing. */
export function asRawPayment(raw: object): RawPayment {
  return raw as RawPayment
}

function explain(error: ErrorObject, raw: Record<string, unknown>, needs: Needs): Problem {
  const field = fieldOf(error.instancePath)
  switch (error.keyword) {
    case 'required': {
      const missing = error.params.missingProperty as string
      return missingField(field ? `${field}.${missing}` : missing, needs)
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
      return wrongType(error, field, raw, needs)
  }
}

function wrongType(error: ErrorObject, field: string, raw: Record<string, unknown>, needs: Needs): Problem {
  const value = valueAt(error.instancePath, raw)
  const required = needs.required.includes(field)
  if (value === null && required) return missingField(field, needs)
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

function missingField(field: string, { needed }: Needs): Problem {
  return refusal('missing-field', `\`${field}\` is missing`, field, needed)
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

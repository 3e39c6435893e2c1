import { OUTCOME } from './outcome-shape.ts'
import { type Field, ITEMS_MAX, PAYMENT, type Shape, TEXT_LENGTH_MAX } from './payment-shape.ts'

/** A JSON Schema node, plain JSON. */
export interface JsonSchema {
  [keyword: string]:
    | string
    | number
    | boolean
    | readonly (string | number | null)[]
    | JsonSchema
    | { [name: string]: JsonSchema }
}

/**
 * The payment as JSON Schema, draft 7: what the compiled validator checks and what producers may register. Unknown fields are
 * allowed, because the decoder ignores and counts them; null means absent in every optional field.
 */
export function paymentJsonSchema(): JsonSchema {
  return schemaOf(PAYMENT, 'urn:tripline:payment')
}

/** The outcome likewise. */
export function outcomeJsonSchema(): JsonSchema {
  return schemaOf(OUTCOME, 'urn:tripline:outcome')
}

function schemaOf(shape: Shape, id: string): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: id,
    title: shape.name,
    description: shape.help,
    ...recordSchema(shape, false),
  }
}

function recordSchema(shape: Shape, nullable: boolean): JsonSchema {
  const required = shape.fields.filter(field => field.required).map(field => field.name)
  const properties: { [name: string]: JsonSchema } = {}
  for (const field of shape.fields) properties[field.name] = { description: field.help, ...fieldSchema(field) }
  return { type: nullable ? ['object', 'null'] : 'object', ...(required.length > 0 ? { required } : {}), properties }
}

function fieldSchema(field: Field): JsonSchema {
  const nullable = field.required ? [] : ['null']
  const maxLength = field.lengthMax ?? TEXT_LENGTH_MAX
  if (field.oneOf) return { enum: field.required ? field.oneOf : [...field.oneOf, null] }
  switch (field.type) {
    case 'text':
      return { type: nullable.length > 0 ? ['string', ...nullable] : 'string', maxLength }
    case 'decimal':
      return { type: ['string', 'number', ...nullable], maxLength }
    case 'code':
      return { type: ['string', 'integer', ...nullable], maxLength }
    case 'number':
      return { type: ['number', ...nullable] }
    case 'values':
      return { type: ['object', ...nullable] }
    case 'record':
      return recordSchema(field.of!, !field.required)
    case 'records':
      return { type: ['array', ...nullable], maxItems: ITEMS_MAX, items: recordSchema(field.of!, false) }
  }
}

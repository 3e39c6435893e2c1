import { OUTCOME } from './outcome-shape.ts'
import { type Field, PAYMENT, type Shape } from './payment-shape.ts'

/** The payment as an Avro schema (1.8 and later). Amounts and times are strings; optional fields are null unless set. */
export function paymentAvroSchema(): AvroRecord {
  return recordSchema(PAYMENT, 'tripline')
}

export function outcomeAvroSchema(): AvroRecord {
  return recordSchema(OUTCOME, 'tripline')
}

export interface AvroRecord {
  type: 'record'
  name: string
  namespace?: string
  doc: string
  fields: AvroField[]
}

interface AvroField {
  name: string
  doc: string
  type: AvroType | ['null', AvroType]
  default?: null
}

type AvroType =
  | 'string'
  | 'double'
  | AvroRecord
  | { type: 'array'; items: AvroRecord }
  | { type: 'map'; values: 'string' }

function recordSchema(shape: Shape, namespace?: string): AvroRecord {
  return {
    type: 'record',
    name: shape.name,
    ...(namespace ? { namespace } : {}),
    doc: shape.help,
    fields: shape.fields.map(field => {
      const type = fieldType(field)
      const named = { name: field.name, doc: field.help }
      return field.required ? { ...named, type } : { ...named, type: ['null', type], default: null }
    }),
  }
}

function fieldType(field: Field): AvroType {
  switch (field.type) {
    case 'text':
    case 'decimal':
    case 'code':
      return 'string'
    case 'number':
      return 'double'
    case 'values':
      return { type: 'map', values: 'string' }
    case 'record':
      return recordSchema(field.of!)
    case 'records':
      return { type: 'array', items: recordSchema(field.of!) }
  }
}

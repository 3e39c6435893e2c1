import type { FieldTable } from '../../yaml/fields.ts'

export type Schema = Readonly<Record<string, unknown>>

/** The JSON Schema of a map that is read by a table of keys. `nested` says more of keys that a reader of its own reads. */
export function schemaOfFields(table: FieldTable, nested: Readonly<Record<string, Schema>> = {}): Schema {
  const keys = Object.entries(table)
  const properties = keys.map(([key, { help, schema }]) => [key, { description: help, ...schema, ...nested[key] }])
  const required = keys.filter(([, field]) => field.required).map(([key]) => key)
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  }
}

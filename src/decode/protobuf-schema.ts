import { OUTCOME } from './outcome-shape.ts'
import { type Field, PAYMENT, type Shape } from './payment-shape.ts'

/** The payment as a proto3 file. Every single field is `optional`, so that absent and empty differ on the wire. */
export function paymentProtobufSchema(): string {
  return fileOf(PAYMENT)
}

export function outcomeProtobufSchema(): string {
  return fileOf(OUTCOME)
}

function fileOf(shape: Shape): string {
  const messages = shapesOf(shape).map(messageText).join('\n')
  return `syntax = "proto3";\n\npackage tripline;\n\n${messages}`
}

/** The shape itself first, because readers take the first message of a file; then every shape it needs. */
function shapesOf(shape: Shape): Shape[] {
  return [shape, ...shape.fields.flatMap(field => (field.of ? shapesOf(field.of) : []))]
}

function messageText(shape: Shape): string {
  const fields = shape.fields.map(field => `  // ${field.help}\n  ${fieldText(field)} ${field.name} = ${field.tag};\n`)
  return `// ${shape.help}\nmessage ${shape.name} {\n${fields.join('')}}\n`
}

function fieldText(field: Field): string {
  switch (field.type) {
    case 'text':
    case 'decimal':
    case 'code':
      return 'optional string'
    case 'number':
      return 'optional double'
    case 'values':
      return 'map<string, string>'
    case 'record':
      return `optional ${field.of!.name}`
    case 'records':
      return `repeated ${field.of!.name}`
  }
}

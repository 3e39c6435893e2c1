import { ITEMS_MAX, type Shape, TEXT_LENGTH_MAX } from './payment-shape.ts'

/** A shape made quick to scan by: see `scan-plain.ts`. */
export interface PlainShape {
  fields: readonly PlainField[]
  byName: ReadonlyMap<string, PlainField>
  /** One bit for each field that has to be there. */
  requiredBits: number
  /** The field that objects began with last, where the next one is looked for first. */
  first: PlainField
}

export interface PlainField {
  /** The name with quotes and colon, without spaces between. */
  token: Uint8Array
  /** Where in the list of values this one goes. */
  slot: number
  /** Of the set of fields seen in one object, to find names that are given twice. */
  bit: number
  takesText: boolean
  takesNumber: boolean
  /** Only whole numbers. */
  isWhole: boolean
  isRequired: boolean
  lengthMax: number
  itemsMax: number
  oneOf: readonly string[] | undefined
  /** The shape of an object, or of each object in a list. */
  inner: PlainShape | undefined
  isList: boolean
  isValues: boolean
  /** Its last short text without outer spaces, which is given again where the next one is the same: most countries, brands and the like are. */
  lastText: string | undefined
  /** The field that stood after this one last. Senders keep their order, so a name is mostly found at the first look. */
  next: PlainField
}

/** `slots.next` is the first free place in the list of values; the fields of each shape lie side by side, in their order. */
export function plainShape(shape: Shape, slots: { next: number }): PlainShape {
  const from = slots.next
  slots.next += shape.fields.length
  const fields = shape.fields.map((field, i) => {
    const { type } = field
    const made: Omit<PlainField, 'next'> = {
      token: Buffer.from(`"${field.name}":`),
      slot: from + i,
      bit: 1 << i,
      takesText: type === 'text' || type === 'decimal' || type === 'code',
      takesNumber: type === 'number' || type === 'decimal' || type === 'code',
      isWhole: type === 'code',
      isRequired: field.required === true,
      lengthMax: field.lengthMax ?? TEXT_LENGTH_MAX,
      itemsMax: ITEMS_MAX,
      oneOf: field.oneOf,
      inner: field.of && plainShape(field.of, slots),
      isList: type === 'records',
      isValues: type === 'values',
      lastText: undefined,
    }
    return made as PlainField
  })
  for (const [i, field] of fields.entries()) field.next = fields[i + 1] ?? fields[0]!
  return {
    fields,
    byName: new Map(fields.map((field, i) => [shape.fields[i]!.name, field])),
    requiredBits: fields.reduce((bits, { isRequired, bit }) => (isRequired ? bits | bit : bits), 0),
    first: fields[0]!,
  }
}

import { holdsCardNumber } from '../decode/card-number.ts'
import { type JsonObject, put } from '../decode/json-object.ts'
import type { MappedField, MappedValue, Mapping, ValueSource } from './mapping.ts'
import { toPlainDecimal } from './number-form.ts'
import type { Row, RowProblem } from './row.ts'

export interface MappedRow {
  payment: JsonObject
  label: string | undefined
}

type Mistake = { code: string; message: string }

/** One row to one payment in the JSON form of the payments topic, or the first thing that stands against it. Pure. */
export function mapRow(mapping: Mapping, row: Row): MappedRow | RowProblem {
  const payment: JsonObject = {}
  const currency = mapping.currency === undefined ? undefined : valueText(mapping.currency, row)
  for (const field of mapping.fields) {
    const value = fieldValue(field, row, typeof currency === 'string' ? currency : undefined)
    if (value === undefined) continue
    if (typeof value === 'object') return { line: row.line, field: field.field, ...value }
    put(payment, field.path, value)
  }
  const label = mapping.label === undefined ? undefined : valueText(mapping.label, row)
  if (typeof label === 'object') return { line: row.line, field: 'label', ...label }
  return { payment, label }
}

function fieldValue(field: MappedField, row: Row, currency: string | undefined): string | number | Mistake | undefined {
  const text = valueText(field, row)
  if (text === undefined || typeof text === 'object') return text
  if (field.date !== undefined) {
    const timeMs = field.date(text)
    if (timeMs === undefined)
      return { code: 'bad-date', message: `\`${shown(text)}\` is no date of the format in the mapping` }
    return new Date(timeMs).toISOString()
  }
  if (field.number !== undefined) {
    const decimal = toPlainDecimal(text, field.number, currency)
    if (decimal === undefined)
      return { code: 'bad-number', message: `\`${shown(text)}\` is no number of the form in the mapping` }
    return field.kind === 'whole' ? wholeNumber(decimal) : decimal
  }
  return field.kind === 'whole' ? wholeNumber(text) : text
}

function valueText(value: MappedValue, row: Row): string | Mistake | undefined {
  const written = sourceText(value.source, row) ?? ''
  const meant = value.values?.get(written)
  if (meant === null) return undefined
  const text = meant ?? (written === '' || value.values === undefined ? written : value.otherwise)
  if (text === undefined)
    return { code: 'unmapped-value', message: `the mapping does not say what \`${shown(written)}\` means` }
  if (text !== '') return text
  return value.rejectEmpty ? { code: 'empty-value', message: 'there is nothing in this field' } : undefined
}

/** Trimmed; a template is absent only when every column in it is empty. */
function sourceText(source: ValueSource, row: Row): string | undefined {
  if (source.kind === 'constant') return source.text
  if (source.kind === 'column') return row.get(source.column.name)?.trim()
  let any = false
  let text = ''
  for (const part of source.parts) {
    if (typeof part === 'string') text += part
    else {
      const cell = row.get(part.name)?.trim() ?? ''
      if (cell !== '') any = true
      text += cell
    }
  }
  return any ? text.trim() : undefined
}

function wholeNumber(text: string): number | Mistake {
  const number = Number(text)
  if (/^-?\d{1,15}$/.test(text)) return number
  return { code: 'bad-number', message: `\`${shown(text)}\` is no whole number` }
}

const ADDRESS = /@|(?:\d{1,3}\.){3}\d{1,3}/

/** Enough of a value to find it; what may be a card number, an e-mail or an IP address is not repeated. */
function shown(text: string): string {
  if (holdsCardNumber(text) || ADDRESS.test(text)) return '…'
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text
  return short.replace(/\d{12,}/g, digits => `${digits.slice(0, 4)}…`)
}

import { timeZone } from '../model/time-zone.ts'
import type { ProblemList } from '../problems/problem-list.ts'
import { choice, raw, text } from '../yaml/field-kinds.ts'
import { type Found, readFields } from '../yaml/fields.ts'
import { placeInScalar } from '../yaml/offset-map.ts'
import { keyPlace, placeOf, type YamlNode, type YamlScalar } from '../yaml/yaml-node.ts'
import { DATE_FORMATS_HELP, dateFormat, type ReadDate } from './date-format.ts'
import type { ColumnName, MappedValue, NumberForm, ValueSource } from './mapping.ts'
import type { FieldKind } from './payment-fields.ts'

const VALUE_KEYS = {
  column: text('the column that holds it; for JSON lines a path such as `card.bin`'),
  constant: raw('the same text for every row', { type: ['string', 'number'] }),
  template: raw('text with columns in braces: "{first} {last}"', { type: 'string' }),
  values: raw('what written values mean: `{ "1": fraud, "0": legit }`; `null` means absent', { type: 'object' }),
  otherwise: text('what a value means that `values` does not list; such a row is rejected without it'),
  empty: choice('what an empty value means: absent (the default), or reject the row', ['absent', 'reject']),
  date: text(`how the time is written: ${DATE_FORMATS_HELP}`),
  zone: text('the time zone of times that name none: UTC, +02:00 or Europe/Berlin'),
  number: raw('how the number is written: `decimal`, `thousands`, `unit`', { type: 'object' }),
}

const NUMBER_KEYS = {
  decimal: choice('the sign before the fraction: "." (the default) or ","', ['.', ',']),
  thousands: raw('the sign between groups of three digits; none unless said', { type: 'string' }),
  unit: choice('major (129.90, the default) or minor (12990)', ['major', 'minor']),
}

/** Reads how one field is filled. `what` names the field in messages. */
export function readMappedValue(
  node: YamlNode,
  kind: FieldKind,
  problems: ProblemList,
  what: string,
): MappedValue | undefined {
  const found = readFields(node, VALUE_KEYS, problems, what)
  if (found === undefined) return undefined
  const source = readSource(node, [found.column, found.constant, found.template], problems, what)
  const date = found.date === undefined ? undefined : readDate(found.date, found.zone, problems)
  if (found.date === undefined && found.zone !== undefined) {
    problems.add('bad-value', found.zone.keyPlace, '`zone` goes with `date`', { suggestion: 'add `date:`' })
  }
  const dateMissing = found.date !== undefined && kind !== 'date'
  if (dateMissing) problems.add('bad-value', found.date!.keyPlace, `${what} is no time, so \`date\` says nothing here`)
  const numberMisplaced = found.number !== undefined && kind !== 'amount' && kind !== 'whole'
  if (numberMisplaced)
    problems.add('bad-value', found.number!.keyPlace, `${what} is no number, so \`number\` says nothing here`)
  if (source === undefined) return undefined
  return {
    source,
    values: found.values === undefined ? undefined : readValues(found.values.value, problems),
    otherwise: found.otherwise?.value,
    rejectEmpty: found.empty?.value === 'reject',
    date,
    number: found.number === undefined ? undefined : readNumberForm(found.number.value, problems),
  }
}

type Sources = [Found<string> | undefined, Found<YamlNode> | undefined, Found<YamlNode> | undefined]

function readSource(node: YamlNode, sources: Sources, problems: ProblemList, what: string): ValueSource | undefined {
  const [column, constant, template] = sources
  const given = sources.filter(source => source !== undefined)
  if (given.length === 0) {
    problems.add('missing-field', placeOf(node), `${what} does not say where it comes from`, {
      suggestion: 'add `column:`, `constant:` or `template:`',
    })
    return undefined
  }
  if (given.length > 1) {
    problems.add('bad-value', given[1]!.keyPlace, `${what} can come from one of column, constant and template`, {
      also: given[0]!.keyPlace,
    })
    return undefined
  }
  if (column !== undefined) return { kind: 'column', column: { name: column.value, place: column.place } }
  const scalar = textOf((constant ?? template)!.value, problems, what)
  if (scalar === undefined) return undefined
  return constant !== undefined ? { kind: 'constant', text: scalar.text } : readTemplate(scalar, problems)
}

function textOf(node: YamlNode, problems: ProblemList, what: string): YamlScalar | undefined {
  if (node.kind === 'scalar' && node.text !== '') return node
  problems.add('wrong-type', placeOf(node), `${what} needs a text here`, { suggestion: 'put it in double quotes' })
  return undefined
}

/** `{street}, {zip}`: braces hold column names; a doubled brace stands for itself. */
function readTemplate(scalar: YamlScalar, problems: ProblemList): ValueSource | undefined {
  const parts: (string | ColumnName)[] = []
  for (const match of scalar.text.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+/g)) {
    const [part, column] = match
    const start = match.index
    if (part === '{' || part === '}' || column?.trim() === '') {
      const place = placeInScalar(scalar, start, start + part.length)
      problems.add('bad-placeholder', place, 'braces in a template hold the name of a column', {
        suggestion: 'write `{{` for a brace that is meant as one',
      })
      return undefined
    }
    if (column === undefined) parts.push(part === '{{' || part === '}}' ? part[0]! : part)
    else parts.push({ name: column.trim(), place: placeInScalar(scalar, start + 1, start + 1 + column.length) })
  }
  return { kind: 'template', parts }
}

function readDate(format: Found<string>, zone: Found<string> | undefined, problems: ProblemList): ReadDate | undefined {
  const inZone = zone === undefined ? undefined : timeZone(zone.value)
  if (zone !== undefined && inZone === undefined) {
    problems.add('unknown-timezone', zone.place, `there is no time zone \`${zone.value}\``)
    return undefined
  }
  const read = dateFormat(format.value, inZone)
  if (typeof read !== 'string') return read
  problems.add('bad-value', format.place, read, { notes: [`a date is one of: ${DATE_FORMATS_HELP}`] })
  return undefined
}

function readValues(node: YamlNode, problems: ProblemList): ReadonlyMap<string, string | null> {
  const values = new Map<string, string | null>()
  if (node.kind !== 'map') {
    problems.add('wrong-type', placeOf(node), '`values` is a group: what is written, and what it means', {
      suggestion: 'write `{ "1": fraud, "0": legit }`',
    })
    return values
  }
  for (const entry of node.entries) {
    const { value } = entry
    if (value.kind === 'scalar') values.set(entry.key, value.value === null ? null : value.text)
    else problems.add('wrong-type', keyPlace(node, entry), `\`${entry.key}\` must mean one text, or null`)
  }
  return values
}

function readNumberForm(node: YamlNode, problems: ProblemList): NumberForm {
  const found = readFields(node, NUMBER_KEYS, problems, '`number`')
  const separator = found?.thousands?.value
  const thousands = separator?.kind === 'scalar' ? separator.text : ''
  const decimal = found?.decimal?.value ?? '.'
  if (separator !== undefined && (thousands.length > 1 || thousands === decimal || /[0-9-]/.test(thousands))) {
    problems.add('bad-value', placeOf(separator), '`thousands` is one sign, and not the one before the fraction')
  }
  return { decimal, thousands, unit: found?.unit?.value ?? 'major' }
}

import { didYouMean } from '../problems/did-you-mean.ts'
import type { ProblemList } from '../problems/problem-list.ts'
import type { SourceText } from '../problems/source-text.ts'
import { choice, raw, required, text } from '../yaml/field-kinds.ts'
import { readFields } from '../yaml/fields.ts'
import { readYaml } from '../yaml/read-yaml.ts'
import { keyPlace, placeOf, type YamlNode } from '../yaml/yaml-node.ts'
import type { MappedField, Mapping } from './mapping.ts'
import { type FieldKind, PAYMENT_FIELDS, REQUIRED_FIELDS } from './payment-fields.ts'
import { readMappedValue } from './read-mapped-value.ts'

const FIELD_NAMES = Object.keys(PAYMENT_FIELDS)

const MAPPING_KEYS = {
  format: choice('what the file holds: csv (the default) or json-lines', ['csv', 'json-lines']),
  csv: raw('how the CSV file is written: `delimiter` and `quote`', { type: 'object' }),
  payment: required(raw('each field of a payment and where it comes from', { type: 'object' })),
  label: raw('where the truth about a payment comes from', { type: 'object' }),
}

const CSV_KEYS = {
  delimiter: text('what stands between two values, `,` unless said; `tab` for a tab', 8),
  quote: text('what stands around a value that holds a delimiter, `"` unless said', 1),
}

/** Reads a mapping file. Every mistake is collected with its place; undefined when there is one. */
export function readMapping(source: SourceText, problems: ProblemList): Mapping | undefined {
  const root = readYaml(source, problems)
  if (root === undefined) return undefined
  const found = readFields(root, MAPPING_KEYS, problems, 'a mapping')
  if (found?.payment === undefined) return undefined
  const csv = found.csv === undefined ? undefined : readFields(found.csv.value, CSV_KEYS, problems, '`csv`')
  const fields = readPaymentFields(found.payment.value, problems)
  const label = found.label === undefined ? undefined : readMappedValue(found.label.value, 'text', problems, '`label`')
  if (problems.errorCount > 0) return undefined
  const delimiter = csv?.delimiter?.value ?? ','
  return {
    format: found.format?.value ?? 'csv',
    csv: { delimiter: delimiter === 'tab' ? '\t' : delimiter, quote: csv?.quote?.value ?? '"' },
    fields,
    currency: fields.find(({ field }) => field === 'currency'),
    label,
  }
}

function readPaymentFields(node: YamlNode, problems: ProblemList): MappedField[] {
  if (node.kind !== 'map') {
    problems.add('wrong-type', placeOf(node), '`payment` is a group of fields, each with where it comes from')
    return []
  }
  const fields: MappedField[] = []
  const seen = new Set<string>()
  for (const entry of node.entries) {
    seen.add(entry.key)
    const kind = kindOf(entry.key)
    if (kind === undefined) {
      const meant = didYouMean(entry.key, FIELD_NAMES)
      if (meant !== undefined) seen.add(meant)
      problems.add('unknown-field', keyPlace(node, entry), `a payment has no field \`${entry.key}\``, {
        ...(meant === undefined ? {} : { suggestion: `did you mean \`${meant}\`?` }),
        notes: [`fields you can fill: ${FIELD_NAMES.join(', ')}, metadata.…`],
      })
      continue
    }
    const value = readMappedValue(entry.value, kind, problems, `\`${entry.key}\``)
    if (value !== undefined) fields.push({ field: entry.key, path: pathOf(entry.key), kind, ...value })
  }
  for (const field of REQUIRED_FIELDS) {
    if (seen.has(field)) continue
    problems.add('missing-field', placeOf(node), `every payment needs \`${field}\``, {
      suggestion: `add \`${field}:\``,
    })
  }
  return fields.sort((a, b) => rank(a.field) - rank(b.field))
}

function kindOf(field: string): FieldKind | undefined {
  if (/^metadata\.[A-Za-z_]\w*$/.test(field)) return 'text'
  return Object.hasOwn(PAYMENT_FIELDS, field) ? PAYMENT_FIELDS[field as keyof typeof PAYMENT_FIELDS] : undefined
}

/** `order.item` is the first of `order.items`. */
function pathOf(field: string): string[] {
  return field.replace('order.item.', 'order.items.').split('.')
}

/** Metadata comes last. */
function rank(field: string): number {
  const index = FIELD_NAMES.indexOf(field)
  return index < 0 ? FIELD_NAMES.length : index
}

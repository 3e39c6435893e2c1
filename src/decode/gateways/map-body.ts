import { type JsonObject, put } from '../json-object.ts'
import { convert, type Mistake } from './convert.ts'
import type { BodyKind, Fields, GatewayTable, Source, Value } from './gateway-table.ts'
import { type Body, holds, valuesAt } from './look-up.ts'

/** What one body, or one of several in a body, turned out to be. */
export type MappedBody = { kind: string } & (
  | { becomes: 'payment' | 'outcome'; json: JsonObject }
  | { becomes: 'ignored'; reason: string }
  | { becomes: 'refused'; code: MapCode; message: string; field?: string }
)

/** Why a body cannot be mapped; the decoder's own codes come on top. */
export type MapCode = 'unknown-body' | 'no-notification' | 'unmapped-value' | 'bad-value'

const NO_UNITS = { currency: undefined, exceptions: {} }

/**
 * A parsed body to payments and outcomes in the JSON form of their topics, which the decoder has yet to judge. Pure; answers at
 * least one part, and one for each body inside. Keeps nothing that the table does not name.
 */
export function mapBody(table: GatewayTable, body: unknown): MappedBody[] {
  const outermost: Body = { value: body, outermost: body }
  const envelope = table.envelopes.find(({ when }) => holds(outermost, when))
  const inner = envelope === undefined ? [body] : valuesAt(outermost, envelope.each)
  if (inner.length === 0) return [unknown(table)]
  const values = inner.length === 1 && Array.isArray(inner[0]) ? inner[0] : inner
  if (values.length === 0) return [{ kind: 'an empty list', becomes: 'ignored', reason: 'it holds nothing' }]
  const under = envelope?.under
  return values.flatMap(value =>
    mapOne(table, { value: under === undefined ? value : { [under]: value }, outermost: body }),
  )
}

function mapOne(table: GatewayTable, body: Body): MappedBody[] {
  const found = table.kinds.find(({ when }) => holds(body, when))
  if (found === undefined) return [unknown(table)]
  const { kind } = found
  if ('ignored' in found) return [{ kind, becomes: 'ignored', reason: found.ignored }]
  if ('refused' in found) return [{ kind, becomes: 'refused', code: 'no-notification', message: found.refused }]
  return [built(table, found, body), ...further(table, found, body)]
}

function unknown({ gateway }: GatewayTable): MappedBody {
  const message = `this is no body of ${gateway} that Tripline knows`
  return { kind: 'unknown', becomes: 'refused', code: 'unknown-body', message }
}

type Built = Extract<BodyKind, { fields: Fields }>

function further(table: GatewayTable, { also }: Built, body: Body): MappedBody[] {
  if (also === undefined) return []
  const { each, kind, fields } = also
  return valuesAt(body, each).map(value => {
    const around = { value, outermost: body.outermost, around: body.value }
    return built(table, { kind, when: [], becomes: 'outcome', fields }, around)
  })
}

function built(table: GatewayTable, { kind, becomes, fields }: Built, body: Body): MappedBody {
  const json = objectOf(table, fields, body)
  if ('refused' in json) return { kind, becomes: 'refused', ...json.refused }
  if (becomes === 'outcome') put(json.object, ['gateway'], table.gateway)
  return { kind, becomes, json: json.object }
}

type Refused = { code: MapCode; field: string; message: string }

function objectOf(table: GatewayTable, fields: Fields, body: Body): { object: JsonObject } | { refused: Refused } {
  const object: JsonObject = {}
  for (const [field, value] of Object.entries(fields)) {
    const found = findValue(table, value, body)
    if (found === undefined) continue
    if (typeof found === 'object' && 'mistake' in found) {
      const code = 'unlisted' in found ? 'unmapped-value' : 'bad-value'
      return { refused: { code, field, message: `\`${field}\` ${found.mistake}` } }
    }
    if (typeof found === 'object' && 'refused' in found) return { refused: found.refused }
    put(object, field.split('.'), typeof found === 'object' ? found.list : found)
  }
  return { object }
}

type Found =
  | string
  | number
  | { list: JsonObject[] }
  | Mistake
  | (Mistake & { unlisted: true })
  | { refused: Refused }
  | undefined

function findValue(table: GatewayTable, value: Value, body: Body): Found {
  if ('constant' in value) return value.constant
  if ('cases' in value) {
    const found = value.cases.find(({ when }) => holds(body, when))
    return found === undefined ? undefined : findValue(table, found.value, body)
  }
  if ('join' in value) return joined(value.join, body)
  if ('each' in value) return listOf(table, value, body)
  return sourceOf(table, value, body)
}

function joined(paths: readonly string[], body: Body): string | undefined {
  const texts = paths.map(path => convert(valuesAt(body, path), 'text', NO_UNITS))
  const text = texts.filter(each => typeof each === 'string').join(' ')
  return text === '' ? undefined : text
}

function listOf(table: GatewayTable, { each, fields }: { each: string; fields: Fields }, body: Body): Found {
  const list: JsonObject[] = []
  for (const value of valuesAt(body, each)) {
    const made = objectOf(table, fields, { value, outermost: body.outermost, around: body.value })
    if ('refused' in made) return made
    list.push(made.object)
  }
  return list.length === 0 ? undefined : { list }
}

function sourceOf(table: GatewayTable, source: Source, body: Body): Found {
  const { from, as, words, otherwise } = source
  const paths = typeof from === 'string' ? [from] : from
  const units = { currency: currencyOf(source, body), exceptions: table.minorDigits ?? {} }
  const texts = paths.map(path => convert(valuesAt(body, path), as, units))
  const text = texts.find(each => each !== undefined)
  if (words === undefined || typeof text !== 'string') return text
  const word = text.toLowerCase()
  if (Object.hasOwn(words, word)) return words[word] ?? undefined
  if (otherwise !== undefined) return otherwise === 'same' ? text : otherwise || undefined
  return { mistake: 'has a value that the mapping does not know', unlisted: true }
}

function currencyOf({ currency }: Source, body: Body): string | undefined {
  if (currency === undefined) return undefined
  const [value] = valuesAt(body, currency)
  return typeof value === 'string' ? value.toUpperCase() : undefined
}

import { didYouMean } from '../../problems/did-you-mean.ts'
import type { ProblemList } from '../../problems/problem-list.ts'
import { placeOf, type YamlNode } from '../../yaml/yaml-node.ts'
import { NUMBER_PATHS, PAYMENT_PATHS } from './payment-paths.ts'
import { SHORT_NAMES } from './stand-ins.ts'

export type Json = Record<string, unknown>

/** Sets what one key of a test says in the payment: a short name, a dotted path, or a group. Reports what is no field. */
export function setField(payment: Json, key: string, node: YamlNode, keyStart: number, problems: ProblemList): void {
  const short = Object.hasOwn(SHORT_NAMES, key) ? SHORT_NAMES[key] : undefined
  if (short !== undefined && node.kind === 'scalar' && node.value !== null) {
    for (const [path, value] of Object.entries(short(node.text.trim()))) setPath(payment, path, value)
  } else if (key === 'email') setPath(payment, 'customer.email', null)
  else if (isPath(key)) {
    if (node.kind === 'map') {
      for (const entry of node.entries) {
        setField(payment, `${key}.${entry.key}`, entry.value, entry.keyStart, problems)
      }
    } else setPath(payment, key, toJson(node, key, problems))
  } else {
    const meant = didYouMean(key, [...Object.keys(SHORT_NAMES), ...PAYMENT_PATHS])
    problems.add('unknown-field', node.source.place(keyStart, keyStart + key.length), `a payment has no \`${key}\``, {
      ...(meant === undefined ? {} : { suggestion: `did you mean \`${meant}\`?` }),
    })
  }
}

/** YAML to the JSON that the decoder reads. Plain numbers keep their digits: `0123` is a text in a payment. */
function toJson(node: YamlNode, path: string, problems: ProblemList): unknown {
  if (node.kind === 'list') return node.items.map(item => toJson(item, path, problems))
  if (node.kind === 'scalar') {
    const number = typeof node.value === 'number' && !(NUMBER_PATHS.has(path) || path.startsWith('metadata.'))
    return number ? node.text : node.value
  }
  const group: Json = {}
  for (const entry of node.entries) {
    const inner = `${path}.${entry.key}`
    if (!isPath(inner)) {
      const place = node.source.place(entry.keyStart, entry.keyEnd)
      problems.add('unknown-field', place, `a payment has no \`${inner}\``)
    } else group[entry.key] = toJson(entry.value, inner, problems)
  }
  return group
}

function isPath(path: string): boolean {
  return PAYMENT_PATHS.has(path) || /^metadata\.[A-Za-z][\w-]*$/.test(path)
}

/** `card.country` in `{ card: { country } }`; groups that are missing are made. */
function setPath(payment: Json, path: string, value: unknown): void {
  const parts = path.split('.')
  const last = parts.pop()!
  let group = payment
  for (const part of parts) {
    const inner = group[part]
    if (isGroup(inner)) group = inner
    else {
      const made: Json = {}
      group[part] = made
      group = made
    }
  }
  group[last] = value
}

function isGroup(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A whole payment from a group of keys, such as sample-payment.yaml. */
export function readPaymentJson(node: YamlNode, problems: ProblemList): Json {
  const payment: Json = {}
  if (node.kind === 'map') {
    for (const entry of node.entries) setField(payment, entry.key, entry.value, entry.keyStart, problems)
  } else problems.add('wrong-type', placeOf(node), 'a payment is a group of keys')
  return payment
}

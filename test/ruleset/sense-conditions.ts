import fc from 'fast-check'
import { CATALOGUE } from '../../src/enrich/catalogue.ts'
import type { Value } from '../../src/model/decision.ts'
import { checkCondition } from '../../src/ruleset/cel/check-condition.ts'
import { compileBoolean } from '../../src/ruleset/cel/compile-tree.ts'
import { makeScope } from '../../src/ruleset/cel/scope.ts'
import type { Name, Tree } from '../../src/ruleset/cel/tree.ts'
import type { VelocityDefinition } from '../../src/velocity/plan.ts'
import { COUNT_BY_IP } from '../velocity/count-by-ip.ts'

const cardsByIp: VelocityDefinition = { ...COUNT_BY_IP, fn: 'distinct', field: 'card.fingerprint' }

const VELOCITIES: Name[] = [
  { name: 'per_ip', type: 'number', kind: 'velocity', definition: COUNT_BY_IP },
  { name: 'cards_per_ip', type: 'number', kind: 'velocity', definition: cardsByIp },
]

/** The same velocities as a rule file declares them. */
export const VELOCITY_TEXT =
  '{ per_ip: { count: payments, by: ip, window: 1h }, cards_per_ip: { distinct: card.fingerprint, by: ip, window: 1h } }'

export type Values = Record<string, Value | undefined>

const number = fc.constantFrom(
  ...['amount', 'hour_utc', 'per_ip', 'cards_per_ip', 'amount + per_ip', 'amount - hour_utc', 'per_ip * 2'],
  ...['size(customer.name)', 'abs(amount - 3)', '-amount', 'amount / per_ip', 'min(amount, 4)'],
)
const limit = fc.constantFrom('-1', '0', '1', '1.5', '2', '3', '4', '23')
const comparison = fc.constantFrom('<', '<=', '>', '>=', '==', '!=')
const text = fc.constantFrom('card.country', 'billing.country', 'status', 'customer.name')
const word = fc.constantFrom('"US"', '"GB"', '"UK"', '"authorized"', '"declined"', '"autorized"', '""')
const thing = fc.constantFrom('ip', 'card.country', 'per_ip', 'amount', 'customer.name', 'status')

const atom = fc.oneof(
  fc.tuple(number, comparison, limit).map(parts => parts.join(' ')),
  fc.tuple(limit, comparison, number).map(parts => parts.join(' ')),
  fc.tuple(number, comparison, number).map(parts => parts.join(' ')),
  fc.tuple(text, fc.constantFrom('==', '!='), word).map(parts => parts.join(' ')),
  fc.tuple(text, fc.constantFrom('==', '!='), text).map(parts => parts.join(' ')),
  fc.tuple(text, fc.array(word, { minLength: 1, maxLength: 3 })).map(([a, all]) => `${a} in [${all.join(', ')}]`),
  fc.tuple(number, fc.array(limit, { minLength: 1, maxLength: 3 })).map(([a, all]) => `${a} in [${all.join(', ')}]`),
  fc.tuple(text, word).map(([a, b]) => `${a}.startsWith(${b})`),
  thing.map(name => `has(${name})`),
  fc.constantFrom('card.prepaid', 'card.prepaid == false', 'card.prepaid != true', 'true', 'false'),
)

/** Conditions over few names and few values, so that lines of one rule often clash. */
export const senseConditions = fc.letrec<{ condition: string }>(tie => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    atom,
    atom,
    fc.tuple(tie('condition'), fc.constantFrom('&&', '||'), tie('condition')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie('condition').map(inner => `!(${inner})`),
    fc.tuple(tie('condition'), tie('condition'), tie('condition')).map(([c, a, b]) => `(${c} ? ${a} : ${b})`),
  ),
})).condition

/** Values as payments have them: counts are there when their key is, and this payment is among what they count. */
export const senseValues: fc.Arbitrary<Values> = fc
  .record(
    {
      ip: fc.constant('192.0.2.7'),
      amount: fc.constantFrom(0, 1, 1.5, 2, 2.5, 3, 4, 80),
      'card.country': fc.constantFrom('US', 'GB', 'FR'),
      'billing.country': fc.constantFrom('US', 'GB'),
      'customer.name': fc.constantFrom('', 'a', 'US', 'abcd'),
      'card.prepaid': fc.boolean(),
      'card.fingerprint': fc.constant('fp'),
    },
    { requiredKeys: [] },
  )
  .chain(values =>
    fc
      .tuple(
        fc.integer({ min: 1, max: 5 }),
        fc.nat(4),
        fc.nat(23),
        fc.constantFrom('authorized', 'declined', 'pending'),
      )
      .map(([payments, others, hour, status]): Values => {
        const cards = Math.min(payments, values['card.fingerprint'] === undefined ? others : Math.max(1, others))
        const counts = values.ip === undefined ? {} : { per_ip: payments, cards_per_ip: cards }
        return { ...values, ...counts, hour_utc: hour, status }
      }),
  )

export function treeOf(text: string): Tree {
  const wrong: string[] = []
  const tree = checkCondition(text, makeScope(CATALOGUE, VELOCITIES), (code, _start, _end, message) => {
    wrong.push(`${code}: ${message}`)
  })
  if (tree === undefined) throw new Error(`${text}: ${wrong.join(', ')}`)
  return tree
}

export function evaluated(tree: Tree, values: Values): boolean | undefined {
  const holds = compileBoolean<Values>(tree, {
    name:
      ({ name }) =>
      from =>
        from[name],
    listed: () => () => false,
  })
  return holds(values)
}

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { kindOf, type RulesetFile } from '../../src/ruleset/ruleset-file.ts'

const text = (path: string) => readFileSync(`rules/${path}`, 'utf8')
const rule = text('ip/many-cards-one-ip.yaml')

/** What each file of the folder may hold; undefined: it is not there. Some clash, some make mistakes of others. */
const CHOICES: Record<string, (string | undefined)[]> = {
  'policy.yaml': [text('policy.yaml'), text('policy.yaml').replace('review: 50', 'review: 60'), undefined],
  'sample-payment.yaml': [
    text('sample-payment.yaml'),
    text('sample-payment.yaml').replace(/^amount: .*$/m, ''),
    'id: [',
  ],
  'velocities.yaml': [undefined, 'orders: { count: payments, by: ip, window: 1h }\n', 'orders: { count: payments }\n'],
  'lists/office-networks.csv': [text('lists/office-networks.csv'), undefined],
  'many-cards-one-ip.yaml': [rule, rule.replace('score: ', 'score: 1'), rule.replace('when:', 'wenn:'), undefined],
  'large-order.yaml': [
    text('large-order/large-order.yaml'),
    text('large-order/large-order.yaml').replace('  - amount >= 600', '  - orders >= 2'),
    text('large-order/large-order.yaml').replace('mode: live', 'mode: shadow'),
  ],
  'more/large-order.yaml': [undefined, text('large-order/large-order.yaml')],
}

export type Folder = Record<string, string | undefined>
/** Mostly the first of them, which are good together, so that good folders follow each other as well as bad ones. */
export const folders = fc.record<Folder>(
  Object.fromEntries(
    Object.entries(CHOICES).map(([path, [usual, ...others]]) => [
      path,
      fc.oneof({ arbitrary: fc.constant(usual), weight: 5 }, ...others.map(each => fc.constant(each))),
    ]),
  ),
)

export function filesOf(folder: Folder): RulesetFile[] {
  const present = Object.entries(folder).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return present.map(([path, content]) => ({ kind: kindOf(path)!, path, shown: `rules/${path}`, text: content }))
}

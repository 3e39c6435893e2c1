import type { Place } from '../../model/problem.ts'
import type { ProblemList } from '../../problems/problem-list.ts'
import { keyPlace, type YamlNode } from '../../yaml/yaml-node.ts'
import { type Json, readPaymentJson } from './payment-json.ts'

/** What rule tests take for the fields that they do not name. */
export interface SamplePayment {
  json: Json
  place?: Place
}

/** Used where a ruleset has no sample-payment.yaml: only what every payment must have. */
export const BARE_SAMPLE: SamplePayment = { json: { amount: '40.00', currency: 'USD', status: 'authorized' } }

export function readSamplePayment(node: YamlNode, problems: ProblemList): SamplePayment {
  if (node.kind === 'map') {
    for (const entry of node.entries) {
      if (entry.key !== 'id' && entry.key !== 'occurredAt') continue
      problems.add(
        'unknown-field',
        keyPlace(node, entry),
        `each test gives its payments \`${entry.key}\` of their own`,
        {
          suggestion: 'leave it out',
        },
      )
    }
  }
  return { json: readPaymentJson(node, problems), place: node.source.place(node.start, node.start) }
}

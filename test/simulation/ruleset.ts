import { CATALOGUE } from '../../src/enrich/catalogue.ts'
import { ProblemList } from '../../src/problems/problem-list.ts'
import { compileRuleset } from '../../src/ruleset/compile-ruleset.ts'
import type { Ruleset } from '../../src/ruleset/ruleset.ts'
import { kindOf } from '../../src/ruleset/ruleset-file.ts'
import { planVelocities } from '../../src/velocity/plan-velocities.ts'

const FILES = {
  'policy.yaml': `
thresholds: { review: 50, block: 100 }
base: USD
queues: [{ queue: all }]
`,
  'tells-counts.yaml': `
rule: tells-counts
title: Tells what it counts
mode: live
velocity:
  per_card: { count: payments, by: card.fingerprint, window: 1h }
  spent: { sum: amount, by: card.fingerprint, window: 1h }
  cards: { distinct: card.fingerprint, by: ip, window: 10m }
  declined: { count: declines, by: ip, window: lifetime }
  authorized: { count: authorizations, by: card.fingerprint, window: 1d }
  together: { count: payments, by: [card.fingerprint, ip], window: 1h }
  usual: { median: amount, by: card.fingerprint, window: 1d, current: exclude }
  pieces: { sum: order.quantity, by: ip, window: 1h }
when: [amount >= 0]
score: 1
reason: "{per_card} {spent} {cards} {declined} {authorized} {together} {usual} {pieces}"
`,
  'many-on-one-card.yaml': `
rule: many-on-one-card
title: Many on one card
mode: live
velocity:
  per_card: { count: payments, by: card.fingerprint, window: 1h }
when: [per_card >= 3]
score: 60
reason: "{per_card} within an hour"
`,
}

/** Two rules: one that makes every decision tell its velocities, and one that makes some of them reviews. */
export function simulationRuleset(): Ruleset {
  const files = Object.entries(FILES).map(([path, text]) => ({ kind: kindOf(path)!, path, shown: path, text }))
  const { ruleset, problems } = compileRuleset(files, { catalogue: CATALOGUE, planVelocities }, new ProblemList(), '')
  if (ruleset === undefined) throw new Error(JSON.stringify(problems, null, 2))
  return ruleset
}

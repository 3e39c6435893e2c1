import { createDecoder } from '../src/decode/create-decoder.ts'
import { evaluate } from '../src/engine/evaluate.ts'
import { CATALOGUE } from '../src/enrich/catalogue.ts'
import { enrich } from '../src/enrich/enrich.ts'
import { loadGeo } from '../src/enrich/geo.ts'
import { generatePayments } from '../src/generator/generate-payments.ts'
import { ProblemList } from '../src/problems/problem-list.ts'
import { compileRuleset } from '../src/ruleset/compile-ruleset.ts'
import type { Frame, Ruleset } from '../src/ruleset/ruleset.ts'
import { kindOf, type RulesetFile } from '../src/ruleset/ruleset-file.ts'
import { planVelocities } from '../src/velocity/plan-velocities.ts'
import { printTable } from './print.ts'
import { startCpu } from './start-cpu.ts'

const KEYS = { card: 'card.fingerprint', email: 'email', ip: 'ip', device: 'device.id', customer: 'customer.id' }
const PAYMENTS = 2000

/**
 * CPU of asking all rules about one payment, decoding, counting and deriving left out: live rules of three conditions over
 * facts and counts. A third of the payments lack card, address and device, so that many conditions come out open.
 */
export function benchEvaluate({ rounds }: { rounds: number }): void {
  loadGeo()
  const rows = [
    ['live rules', 'µs per payment', 'ns per rule', 'µs by closures', 'hits', 'open', 'check and compile, ms'],
  ]
  for (const count of [100, 1000]) {
    const startedAtMs = performance.now()
    const ruleset = rulesetOf(count)
    const compileMs = performance.now() - startedAtMs
    const frames = framesFor(ruleset)
    const { micros, hits, open } = measure(ruleset, frames, rounds)
    // Other rules than those that were compiled together are asked one by one, by closures.
    const apart = measure({ ...ruleset, rules: [...ruleset.rules] }, frames, Math.ceil(rounds / 4))
    const share = (of: number) => `${((100 * of) / (frames.length * count)).toFixed(1)} %`
    rows.push([
      `${count}`,
      micros.toFixed(2),
      ((1000 * micros) / count).toFixed(0),
      apart.micros.toFixed(2),
      share(hits),
      share(open),
      compileMs.toFixed(0),
    ])
  }
  printTable('evaluate, rules of three conditions, a third of the payments with fields absent', rows)
}

function measure(ruleset: Ruleset, frames: readonly Frame[], rounds: number) {
  let best = Number.POSITIVE_INFINITY
  let hits = 0
  let open = 0
  for (let round = 0; round < rounds; round++) {
    hits = 0
    open = 0
    const cpu = startCpu()
    for (const frame of frames) {
      const found = evaluate(ruleset, frame)
      hits += found.hits.length
      open += found.unknown.length
    }
    best = Math.min(best, cpu() / frames.length)
  }
  return { micros: best, hits, open }
}

/** The velocities are given and not counted, so that only the rules are measured. */
function framesFor(ruleset: Ruleset): Frame[] {
  const decoder = createDecoder({ format: 'json', secret: 'a secret for this bench only' })
  const frames: Frame[] = []
  for (const { payment } of generatePayments({ count: PAYMENTS, seed: 7 })) {
    const bare = frames.length % 3 === 0
    const given = bare ? { ...payment, card: undefined, device: undefined, billing: undefined, ip: undefined } : payment
    const value = Buffer.from(JSON.stringify(given))
    const decoded = decoder.decode({ topic: 'payments', partition: 0, offset: BigInt(frames.length), key: null, value })
    if (decoded.kind !== 'payment') continue
    const counts = ruleset.plan.velocities.map(({ by }, index) =>
      bare && !['email', 'customer.id'].includes(by[0]!) ? undefined : ((frames.length * 7 + index * 3) % 11) + 1,
    )
    const counted = {
      verdict: 'new' as const,
      read: (index: number) => counts[index],
      comparedWith: () => 0,
      isApproximate: () => false,
    }
    frames.push({ facts: enrich(decoded.payment, ruleset.policy.money), counted })
  }
  return frames
}

function rulesetOf(count: number): Ruleset {
  const files = [
    file('policy.yaml', 'thresholds: { review: 50, block: 100 }\nbase: USD\nlimits: { ruleset_cost: 100000 }\n'),
    ...Array.from({ length: count }, (_, number) => file(`bench-${number}.yaml`, ruleText(number))),
  ]
  const { ruleset, problems } = compileRuleset(
    files,
    { catalogue: CATALOGUE, planVelocities },
    new ProblemList(),
    'rules',
  )
  if (ruleset === undefined) throw new Error(problems.map(({ message }) => message).join('\n'))
  return ruleset
}

function file(path: string, text: string): RulesetFile {
  return { kind: kindOf(path)!, path, shown: path, text }
}

/** The first line lets most payments through, the second about half, the third few: few rules are settled at once. */
function ruleText(number: number): string {
  const keys = Object.entries(KEYS)
  const [name, by] = keys[number % keys.length]!
  const first = [
    `amount > ${number % 17}`,
    `${name}_count >= 2`,
    `customer.age_days > ${number % 3}`,
    'currency == "USD"',
  ]
  const second = [`${name}_count >= ${4 + (number % 5)}`, 'card.country == "US"', `amount > ${20 + (number % 90)}`]
  const third = [
    `order.quantity > ${3 + (number % 7)}`,
    'card.country != billing.country',
    `${name}_count > 9 && amount > ${100 + number}`,
    'email.disposable',
    `ip.country in ["RO", "NG", "VN"]`,
  ]
  const pick = (lines: readonly string[], by: number) => lines[Math.floor(number / by) % lines.length]!
  return `rule: bench-${number}
title: Bench rule ${number}
mode: live
velocity: { ${name}_count: { count: payments, by: ${by}, window: ${1 + (number % 3)}h } }
when: ['${pick(first, 1)}', '${pick(second, 2)}', '${pick(third, 3)}']
score: 10
reason: "{${name}_count} payments, {amount}"
`
}

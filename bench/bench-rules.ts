import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const KEYS = { card: 'card.fingerprint', email: 'email', ip: 'ip', device: 'device.id', customer: 'customer.id' }
const WINDOWS = ['10m', '1h', '1d']
const RULES = 20

/**
 * A folder of 20 live rules that read 5 keys × 3 windows, count and sum each (30 velocities). Every velocity is read for
 * every payment: the first line of each rule is a velocity that is always present and always passes.
 */
export function writeBenchRules(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-bench-'))
  for (const file of ['policy.yaml', 'sample-payment.yaml']) cpSync(join('rules', file), join(folder, file))
  mkdirSync(join(folder, 'lists'))
  const pairs = Object.entries(KEYS).flatMap(([name, by]) => WINDOWS.map(window => ({ name, by, window })))
  for (let i = 0; i < RULES; i++) {
    const one = pairs[i % pairs.length]!
    const other = pairs[(i + 7) % pairs.length]!
    writeFileSync(join(folder, `bench-${i}.yaml`), ruleText(`bench-${i}`, i, one, other))
  }
  return folder
}

interface Pair {
  name: string
  by: string
  window: string
}

function ruleText(rule: string, number: number, one: Pair, other: Pair): string {
  return `rule: ${rule}
title: Bench rule ${number}
mode: live
owner: bench
why: Measures what counting costs.
velocity:
  count_one: { count: payments, by: ${one.by}, window: ${one.window} }
  sum_one: { sum: amount, by: ${one.by}, window: ${one.window} }
  sum_other: { sum: amount, by: ${other.by}, window: ${other.window} }
when:
  - count_one >= 1
  - sum_one > ${5000 + number * 100}
  - sum_other > ${8000 + number * 100} || amount > 2000
score: 20
reason: "{count_one} payments by {${one.by}} within ${one.window}"
check: [Is this the customer?]
tests:
  - name: a large sum
    before: [{ at: 10:00, every: 10s, times: 5, amount: "4000.00" }]
    payment: { at: 10:02, amount: "4000.00" }
    expect: hit
  - name: a small one
    payment: { at: 10:00, amount: "5.00" }
    expect: no-hit
`
}

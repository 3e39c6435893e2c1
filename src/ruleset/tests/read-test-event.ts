import type { ProblemList } from '../../problems/problem-list.ts'
import { describeNode, placeOf, type YamlEntry, type YamlNode } from '../../yaml/yaml-node.ts'
import { parseDuration } from '../duration.ts'
import { setField } from './payment-json.ts'
import type { TestEvent, TestOutcome } from './rule-test.ts'
import type { SamplePayment } from './sample-payment.ts'
import { TEST_OUTCOMES } from './test-fields.ts'
import { parseTestTime } from './test-time.ts'

const TIMES_MAX = 1000

/** `{ at: 10:00, every: 5m, times: 2, card: A }`: one payment, or the same one several times; or what became of one. */
export function readTestEvents(
  node: YamlNode,
  sample: SamplePayment,
  usualTimeMs: number | undefined,
  problems: ProblemList,
): TestEvent[] {
  const place = placeOf(node)
  if (node.kind !== 'map') {
    problems.add('wrong-type', place, `a payment is a group of keys, not ${describeNode(node)}`, {
      suggestion: 'for example { at: 10:00, card: A, amount: "80.00" }',
    })
    return []
  }
  const timing = new Map<string, YamlEntry>()
  const outcomes: YamlEntry[] = []
  const payment = structuredClone(sample.json)
  for (const entry of node.entries) {
    if (entry.key === 'at' || entry.key === 'every' || entry.key === 'times') timing.set(entry.key, entry)
    else if (isOutcome(entry.key)) outcomes.push(entry)
    else setField(payment, entry.key, entry.value, entry.keyStart, problems)
  }
  const outcome = readOutcome(outcomes, usualTimeMs === undefined, payment, problems)
  if (outcome === 'bad') return []
  const atMs = readAt(timing.get('at')?.value, usualTimeMs, node, problems)
  const everyMs = readEvery(timing.get('every')?.value, problems)
  const times = readTimes(timing.get('times')?.value, problems)
  if (timing.has('every') !== timing.has('times')) {
    problems.add('bad-time', place, '`every` and `times` belong together', {
      suggestion: 'for example { at: 10:00, every: 5m, times: 3 }',
    })
    return []
  }
  if (atMs === undefined || everyMs === undefined || times === undefined) return []
  if (times > 1 && payment.id !== undefined) {
    problems.add('bad-value', place, 'payments that repeat cannot share an `id`: the second would be a duplicate')
    return []
  }
  return Array.from({ length: times }, (_, index) => {
    const at = atMs + index * everyMs
    const event = { atMs: at, payment: { ...payment, occurredAt: new Date(at).toISOString() }, place }
    return outcome === undefined ? event : { ...event, outcome }
  })
}

/** Its amount stands in for the payment's: that is what sums of it add up. */
function readOutcome(
  entries: readonly YamlEntry[],
  isBefore: boolean,
  payment: Record<string, unknown>,
  problems: ProblemList,
): TestOutcome | undefined | 'bad' {
  const [entry, second] = entries
  if (entry === undefined) return undefined
  const bad = (node: YamlNode, message: string, suggestion: string): 'bad' => {
    problems.add('bad-value', placeOf(node), message, { suggestion })
    return 'bad'
  }
  if (!isBefore) return bad(entry.value, `a payment that is judged is no ${entry.key}`, 'put it under `before`')
  if (second !== undefined)
    return bad(second.value, 'one entry is one outcome', `give the ${second.key} an entry of its own`)
  const { value } = entry
  const isAmount = value.kind === 'scalar' && /^\d+(\.\d+)?$/.test(value.text.trim())
  const isWhole = value.kind === 'scalar' && value.value === true
  if (!isAmount && !isWhole) {
    return bad(
      value,
      `\`${entry.key}\` is an amount, not ${describeNode(value)}`,
      `for example \`${entry.key}: "20.00"\`, or \`true\` for all of the payment`,
    )
  }
  if (isAmount) payment.amount = value.text.trim()
  return entry.key as TestOutcome
}

function isOutcome(key: string): boolean {
  return TEST_OUTCOMES.some(each => each === key)
}

function readAt(
  node: YamlNode | undefined,
  usualMs: number | undefined,
  event: YamlNode,
  problems: ProblemList,
): number | undefined {
  if (node === undefined) {
    if (usualMs !== undefined) return usualMs
    problems.add('missing-field', placeOf(event), 'a payment before needs `at`', {
      suggestion: 'for example `at: 10:00`',
    })
    return undefined
  }
  const ms = node.kind === 'scalar' ? parseTestTime(node.text.trim()) : undefined
  if (ms === undefined) {
    problems.add('bad-time', placeOf(node), `this is no time: ${describeNode(node)}`, {
      suggestion: 'write for example 10:40, -30d 10:40, or 2026-03-29T01:30:00Z',
    })
  }
  return ms
}

function readEvery(node: YamlNode | undefined, problems: ProblemList): number | undefined {
  if (node === undefined) return 0
  const ms = node.kind === 'scalar' ? parseDuration(node.text.trim()) : undefined
  if (ms === undefined) {
    problems.add('bad-time', placeOf(node), `\`every\` is a length of time, not ${describeNode(node)}`, {
      suggestion: 'write for example 30s, 5m, 1h or 1d',
    })
  }
  return ms
}

function readTimes(node: YamlNode | undefined, problems: ProblemList): number | undefined {
  if (node === undefined) return 1
  const times = node.kind === 'scalar' && typeof node.value === 'number' ? node.value : 0
  if (Number.isInteger(times) && times >= 1 && times <= TIMES_MAX) return times
  problems.add('bad-value', placeOf(node), `\`times\` is a whole number from 1 to ${TIMES_MAX}`)
  return undefined
}

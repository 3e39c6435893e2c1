import type { ProblemList } from '../../problems/problem-list.ts'
import { describeNode, placeOf, type YamlEntry, type YamlNode } from '../../yaml/yaml-node.ts'
import { parseDuration } from '../duration.ts'
import { setField } from './payment-json.ts'
import type { TestEvent } from './rule-test.ts'
import type { SamplePayment } from './sample-payment.ts'
import { parseTestTime } from './test-time.ts'

const TIMES_MAX = 1000

/** `{ at: 10:00, every: 5m, times: 2, card: A }`: one payment, or the same one several times. */
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
  const payment = structuredClone(sample.json)
  for (const entry of node.entries) {
    if (entry.key === 'at' || entry.key === 'every' || entry.key === 'times') timing.set(entry.key, entry)
    else setField(payment, entry.key, entry.value, entry.keyStart, problems)
  }
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
    return { atMs: at, payment: { ...payment, occurredAt: new Date(at).toISOString() }, place }
  })
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

import type { ProblemList } from '../../problems/problem-list.ts'
import { readFields } from '../../yaml/fields.ts'
import { describeNode, placeOf, type YamlNode } from '../../yaml/yaml-node.ts'
import { readTestEvents } from './read-test-event.ts'
import type { RuleTest, TestEvent } from './rule-test.ts'
import type { SamplePayment } from './sample-payment.ts'
import { TEST_FIELDS } from './test-fields.ts'
import { SAMPLE_TIME_MS } from './test-time.ts'

const TESTS_MAX = 100

/** The tests of one rule. Unnamed fields come from the sample payment. */
export function readRuleTests(node: YamlNode, rule: string, sample: SamplePayment, problems: ProblemList): RuleTest[] {
  if (node.kind !== 'list') {
    problems.add('wrong-type', placeOf(node), `\`tests\` is a list, not ${describeNode(node)}`, {
      suggestion: 'begin each test with `- name:`',
    })
    return []
  }
  const tests: RuleTest[] = []
  for (const item of node.items.slice(0, TESTS_MAX)) {
    const fields = readFields(item, TEST_FIELDS, problems, 'a test')
    if (fields === undefined) continue
    const before = fields.before === undefined ? [] : readBefore(fields.before.value, sample, problems)
    const payment = fields.payment && readTestEvents(fields.payment.value, sample, SAMPLE_TIME_MS, problems)
    if (payment !== undefined && payment.length > 1) {
      problems.add('bad-value', fields.payment!.place, 'the payment that is judged is one payment', {
        suggestion: 'repeat payments under `before`',
      })
    }
    const last = payment?.[0]
    if (fields.name === undefined || fields.expect === undefined || last === undefined) continue
    const judged = { ...last, payment: { ...last.payment, id: last.payment.id ?? 'test-payment' } }
    tests.push({
      rule,
      name: fields.name.value,
      before,
      payment: judged,
      expect: fields.expect.value,
      place: dashPlace(item),
    })
  }
  if (node.items.length > TESTS_MAX) problems.add('bad-value', placeOf(node), `a rule has at most ${TESTS_MAX} tests`)
  return tests
}

function readBefore(node: YamlNode, sample: SamplePayment, problems: ProblemList): TestEvent[] {
  if (node.kind !== 'list') {
    problems.add('wrong-type', placeOf(node), `\`before\` is a list of payments, not ${describeNode(node)}`, {
      suggestion: 'for example `before: [ { at: 10:00, card: A } ]`',
    })
    return []
  }
  const events = node.items.flatMap(item => readTestEvents(item, sample, undefined, problems))
  const inOrder = events.sort((a, b) => a.atMs - b.atMs)
  return inOrder.map((event, index) => ({
    ...event,
    payment: { ...event.payment, id: event.payment.id ?? `test-before-${index + 1}` },
  }))
}

/** Where the `-` of a list item stands, which is where people look for a test. */
function dashPlace(item: YamlNode) {
  const dash = item.source.text.lastIndexOf('-', item.start)
  return item.source.place(dash < 0 ? item.start : dash, dash < 0 ? item.end : dash + 1)
}

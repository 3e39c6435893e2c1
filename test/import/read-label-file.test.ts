import { expect, test } from 'vitest'
import { readLabelFile } from '../../src/import/read-label-file.ts'
import { printProblems } from '../../src/problems/print-problems.ts'
import { SourceText } from '../../src/problems/source-text.ts'

const NOW = Date.parse('2026-11-22T12:00:00Z')

const read = (...lines: string[]) => readLabelFile(new SourceText('labels.csv', lines.join('\n')), NOW)

async function codes(...lines: string[]): Promise<string[]> {
  const { problems } = await read(...lines)
  return problems.map(({ code, place }) => `${place?.line}:${place?.column} ${code}`)
}

test('columns come in any order, and all but two may be left out', async () => {
  const { rows, problems } = await read('label,paymentId', 'fraud,"pay, 1"', '', 'legit,pay_2')
  expect(problems).toEqual([])
  const nothing = { merchantId: undefined, atMs: undefined, reason: undefined }
  expect(rows).toEqual([
    { line: 2, paymentId: 'pay, 1', label: 'fraud', ...nothing },
    { line: 4, paymentId: 'pay_2', label: 'legit', ...nothing },
  ])
})

test('a day is its first moment in UTC, and a card number in a reason is taken out', async () => {
  const { rows } = await read(
    'paymentId,merchantId,label,date,reason',
    'p,m_1,abuse,2026-11-21,told by 4111 1111 1111 1111',
    'q,,unknown,2026-11-21T01:00:00+02:00,',
  )
  expect(rows).toMatchObject([
    { merchantId: 'm_1', atMs: Date.parse('2026-11-21T00:00:00Z'), reason: 'told by [card number]' },
    { merchantId: undefined, atMs: Date.parse('2026-11-20T23:00:00Z'), reason: undefined },
  ])
})

test('every mistake is told with its place', async () => {
  const head = 'paymentId,merchantId,label,date,reason'
  expect(await codes('')).toEqual(['1:1 empty-file'])
  expect(await codes('payment_id,label')).toEqual(['1:1 unknown-field', '1:1 missing-field'])
  expect(await codes('paymentId,label,label')).toEqual(['1:11 duplicate-key'])
  expect(
    await codes(
      head,
      ',,fraud,,',
      'a,,,,',
      'b,,fruad,,',
      'c,,fraud,2026-02-30,',
      'd,,fraud,2027-01-01,',
      'e,fraud',
      `f,,fraud,,${'x'.repeat(5000)}`,
      'g"h,,fraud,,',
      'i,,legit,,',
    ),
  ).toEqual([
    '2:1 missing-field',
    '3:1 missing-field',
    '4:4 bad-value',
    '5:10 bad-value',
    '6:10 bad-value',
    '7:1 column-count',
    '8:1 bad-value',
    '9:1 bad-quoting',
  ])
})

test('a row that stands twice is one; two that differ are a mistake that shows both', async () => {
  const head = 'paymentId,merchantId,label'
  expect((await read(head, 'a,,fraud', 'a,,fraud', 'a,m_1,legit')).rows).toHaveLength(2)
  const { problems } = await read(head, 'a,,fraud', 'a,,legit')
  expect(printProblems(problems, 'human', new Map())).toBe(
    'labels.csv:3:1: error[duplicate-entry]: payment `a` is labelled already, and not by the same row\n  = clashes with labels.csv:2:1',
  )
})

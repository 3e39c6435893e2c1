import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { reportCsv, sectionCsv } from '../../src/cli/report/report-csv.ts'
import { reportPage } from '../../src/cli/report/report-page.ts'
import { reportMarkdown } from '../../src/cli/report/report-text.ts'
import type { Report, Section } from '../../src/reports/report.ts'

const HOSTILE = [
  '=cmd|/C calc',
  '+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '<script>alert(1)</script>',
  'a|b',
  '"quoted", and more',
]

const reasons: Section = {
  name: 'reasons',
  title: 'Main reasons',
  note: 'As sent.',
  columns: [
    { name: 'type', title: 'Outcome', unit: 'text' },
    { name: 'reason', title: 'Reason', unit: 'text' },
    { name: 'number', title: 'Number', unit: 'count' },
    { name: 'share', title: 'Share', unit: 'share' },
    { name: 'amount', title: 'Amount', unit: 'money' },
  ],
  rows: HOSTILE.map((reason, at) => ['refund', reason, at, at / 8, 123_456 * at]),
}

const report: Report = {
  period: { kind: 'week', name: '2026-W11', fromMs: 0, toMs: 1 },
  previous: { kind: 'week', name: '2026-W10', fromMs: 0, toMs: 1 },
  timeZone: 'Europe/Berlin',
  currency: 'USD',
  asOf: '2026-03-16T00:00:00.000Z',
  sections: [
    {
      name: 'figures',
      title: 'Figures',
      note: '',
      columns: [
        { name: 'figure', title: '', unit: 'text' },
        { name: 'unit', title: 'Unit', unit: 'text' },
        { name: 'value', title: 'This period', unit: 'mixed' },
        { name: 'before', title: '2026-W10', unit: 'mixed' },
        { name: 'change', title: 'Change', unit: 'change' },
      ],
      rows: [
        ['Sales, amount', 'money', 123_456_789, 100_000_000, 0.23456789],
        ['Refunds, rate', 'share', 0.01234, null, null],
        ['Oldest of the backlog', 'seconds', 273_725, 59, -0.5],
      ],
    },
    reasons,
  ],
}

describe('a report written for a spreadsheet', () => {
  test('holds no cell that is taken for a formula', () => {
    for (const text of [reportCsv(report), sectionCsv(reasons, 'USD')]) {
      const cells = (parse(text) as string[][]).flat()
      expect(cells.filter(cell => /^[=+\-@\t\r]/.test(cell) && Number.isNaN(Number(cell)))).toEqual([])
      for (const each of HOSTILE) expect(cells.some(cell => cell.includes(each))).toBe(true)
    }
  })

  test('keeps figures as numbers, money in major units', () => {
    const lines = parse(sectionCsv(reasons, 'USD'), { columns: true }) as Record<string, string>[]
    expect(lines[1]).toEqual({ type: 'refund', reason: "'+1", number: '1', share: '0.125', amount: '1234.56' })
    const figures = parse(reportCsv(report)) as string[][]
    expect(figures).toContainEqual(['figures', 'Sales, amount', 'value', 'USD', '1234567.89'])
    expect(figures).toContainEqual(['figures', 'Refunds, rate', 'before', 'share', ''])
  })
})

test('a report written for people reads like this', () => {
  const figures = { ...report, sections: report.sections.slice(0, 1) }
  expect(reportMarkdown(figures)).toBe(`# Week 2026-W11

Europe/Berlin, amounts in USD, as of 2026-03-16T00:00:00.000Z.

## Figures



|  | 2026-W11 | 2026-W10 | Change |
| --- | --: | --: | --: |
| Sales, amount | 1,234,567.89 | 1,000,000.00 | +23.5 % |
| Refunds, rate | 1.23 % | – | – |
| Oldest of the backlog | 3 d 4 h | 59 s | −50.0 % |
`)
})

test('what gateways sent never becomes markup', () => {
  expect(reportMarkdown(report)).not.toMatch(/[^\\]<script/)
  expect(reportMarkdown(report)).toContain('a\\|b')
  const page = reportPage(report)
  expect(page).not.toContain('<script')
  expect(page).toContain('default-src')
})

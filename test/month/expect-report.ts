import { expect } from 'vitest'
import type { Sql } from '../../src/ports.ts'
import type { Report } from '../../src/reports/report.ts'
import { type Between, plainFigures } from './plain-figures.ts'
import { monthBefore, plainProgrammes } from './plain-programmes.ts'
import { plainSections, type Row } from './plain-sections.ts'

/** Every figure of a report is what plain statements over the raw tables come to. */
export async function expectReportAsSql(report: Report, sql: Sql, between: Between): Promise<void> {
  const sections = new Map(report.sections.map(({ name, rows }) => [name, rows as Row[]]))
  const figures = await plainFigures(sql, between)
  const told = sections.get('figures')!
  expect(told.map(([title]) => title).sort()).toEqual([...figures.keys()].sort())
  for (const [title, , value] of told) expect([title, value]).toEqual([title, near(figures.get(String(title))!)])
  const before = await plainFigures(sql, {
    from: new Date(report.previous.fromMs).toISOString(),
    to: new Date(report.previous.toMs).toISOString(),
  })
  for (const [title, , , past] of told) expect([title, past]).toEqual([title, near(before.get(String(title))!)])

  for (const [name, rows] of await plainSections(sql, between)) {
    expectSameRows(name, sections.get(name)!, rows)
    sections.delete(name)
  }
  const month = between.to.slice(8, 10) === '01' ? monthBefore(between.to.slice(0, 7)) : between.to.slice(0, 7)
  const months = [month, monthBefore(month), monthBefore(monthBefore(month))] as const
  const standings = sections.get('programmes')!.map(row => [row[0], row[1], row[2], row[3], row[5], row[6]] as Row)
  expectSameRows('programmes', standings, await plainProgrammes(sql, months))
  expect([...sections.keys()].sort()).toEqual(['figures', 'held_out', 'programmes'])
  expect(sections.get('held_out')).toEqual([]) // the policy holds none out
}

function expectSameRows(name: string, told: readonly Row[], plain: readonly Row[]): void {
  const sorted = (rows: readonly Row[]) => rows.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  const [got, expected] = [sorted(told), sorted(plain)]
  expect([name, got.map(nameOf)]).toEqual([name, expected.map(nameOf)])
  got.forEach((row, at) => {
    const numbers = expected[at]!.map(cell => (typeof cell === 'number' ? near(cell) : cell))
    expect([name, ...row]).toEqual([name, ...numbers])
  })
}

function nameOf(row: Row): string {
  return JSON.stringify(row.filter(cell => typeof cell === 'string'))
}

/** Sums of decimals differ in the last digit by the order in which they are added. */
function near(value: number | null): unknown {
  return value === null || Number.isInteger(value) ? value : expect.closeTo(value, 6)
}

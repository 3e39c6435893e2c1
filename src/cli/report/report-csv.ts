import { stringify } from 'csv-stringify/sync'
import { formatMinor } from '../../model/money.ts'
import type { Cell, Report, Section, Unit } from '../../reports/report.ts'

/**
 * One line per figure: section, the row's name, column, unit, value. Money is in major units. A text that a spreadsheet would
 * take for a formula begins with an apostrophe.
 */
export function reportCsv(report: Report): string {
  const lines = report.sections.flatMap(section =>
    section.rows.flatMap(row => figuresOf(section, row, report.currency)),
  )
  return write([['section', 'row', 'column', 'unit', 'value'], ...lines])
}

/** One section as the table that it is. */
export function sectionCsv({ columns, rows }: Section, currency: string): string {
  const units = (row: readonly Cell[]) => columns.map(({ unit }) => unitIn(row, unit))
  const lines = rows.map(row => row.map((cell, at) => cellValue(cell, units(row)[at]!, currency)))
  return write([columns.map(({ name }) => name), ...lines])
}

/** The texts of a row name it; each of its figures is a line. */
function figuresOf({ name, columns }: Section, row: readonly Cell[], currency: string): (string | number)[][] {
  const isName = (at: number) => columns[at]!.unit === 'text' && columns[at]!.name !== 'unit'
  const called = row.filter((_, at) => isName(at)).join(' / ')
  return columns.flatMap((column, at) => {
    if (column.unit === 'text') return []
    const unit = unitIn(row, column.unit)
    return [[name, called, column.name, unit === 'money' ? currency : unit, cellValue(row[at]!, unit, currency)]]
  })
}

function unitIn(row: readonly Cell[], unit: Unit): Unit {
  return unit === 'mixed' ? (row[1] as Unit) : unit
}

function cellValue(cell: Cell, unit: Unit, currency: string): string | number {
  if (cell === null) return ''
  return unit === 'money' && typeof cell === 'number' ? formatMinor(cell, currency) : cell
}

function write(lines: readonly (readonly (string | number)[])[]): string {
  return stringify([...lines], { escape_formulas: true, record_delimiter: 'windows', cast: { number: String } })
}

import type { Report, Section } from '../../reports/report.ts'
import { writeCell } from './write-cell.ts'

/** The report in Markdown. */
export function reportMarkdown(report: Report): string {
  const { period, timeZone, currency, asOf } = report
  const head = [`# ${titleOf(report)}`, '', `${timeZone}, amounts in ${currency}, as of ${asOf}.`]
  return `${[...head, ...report.sections.map(section => markdownSection(section, period.name, currency))].join('\n')}\n`
}

export function titleOf({ period }: Report): string {
  const kinds = { day: 'Day', week: 'Week', month: 'Month' }
  return `${kinds[period.kind]} ${period.name}`
}

/** Columns that are there for programs only are left out where people read. */
export function shownColumns({ columns }: Section): number[] {
  return columns.map((_, at) => at).filter(at => columns[at]!.name !== 'unit')
}

function markdownSection(section: Section, periodName: string, currency: string): string {
  const { title, note, columns, rows } = section
  const shown = shownColumns(section)
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const name = (at: number) => (columns[at]!.name === 'value' ? periodName : columns[at]!.title)
  const lines = ['', `## ${title}`, '', note, '']
  if (rows.length === 0) return [...lines, 'Nothing in this period.'].join('\n')
  lines.push(line(shown.map(at => escaped(name(at)))))
  lines.push(line(shown.map(at => (columns[at]!.unit === 'text' ? '---' : '--:'))))
  for (const row of rows) lines.push(line(shown.map(at => escaped(writeCell(row, at, columns, currency)))))
  return lines.join('\n')
}

/** Reasons are whatever a gateway sent: a pipe or a tag in one must not become part of the page. */
function escaped(text: string): string {
  return text.replace(/[\\|<>`*_[\]]/g, character => `\\${character}`).replace(/\s+/g, ' ')
}

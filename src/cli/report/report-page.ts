import type { Cell, Report, Section } from '../../reports/report.ts'
import { type Markup, markup } from '../page/markup.ts'
import { wholePage } from '../page/whole-page.ts'
import { barsPlot } from './bars-plot.ts'
import { daysPlot } from './days-plot.ts'
import { shownColumns, titleOf } from './report-text.ts'
import { writeCell } from './write-cell.ts'

/** What stands at the top, by name of the figure. */
const TILES = [
  'Sales, amount',
  'Sent to review',
  'Chargebacks, rate',
  'Refunds, rate',
  'Backlog at the end',
  'Cases handled',
]
const BARS = new Set(['reasons', 'declines'])

/** The report as one page. */
export function reportPage(report: Report): string {
  const { timeZone, currency, asOf, sections } = report
  return wholePage(
    titleOf(report),
    markup`<p class="faint">${timeZone}, amounts in ${currency}, as of ${asOf}</p>
${tiles(report)}
${sections.map(section => sectionPart(section, report))}`,
    LEFT_TEXT,
  )
}

const LEFT_TEXT =
  '.tiles { grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); } td.text, th.text { text-align: left; } .tile small { display: block; color: var(--faint); }'

function tiles({ sections, currency, previous }: Report): Markup {
  const [figures] = sections
  if (figures === undefined) return markup``
  const shown = TILES.flatMap(title => figures.rows.filter(([name]) => name === title))
  return markup`<div class="tiles">${shown.map(row => {
    const write = (at: number) => writeCell(row, at, figures.columns, currency)
    return markup`<div class="tile"><b>${write(2)}</b><span class="faint">${row[0] ?? ''}</span><small>${row[4] === null ? `no change to tell against ${previous.name}` : `${write(4)} against ${previous.name}`}</small></div>`
  })}</div>`
}

function sectionPart(section: Section, report: Report): Markup {
  const { name, title, note, rows } = section
  const plot = name === 'days' ? daysPlot(section) : BARS.has(name) ? barsPlot(section) : markup``
  const body = rows.length === 0 ? markup`<p>Nothing in this period.</p>` : markup`${plot}${tableOf(section, report)}`
  return markup`<h2 id="${name}">${title}</h2><p class="faint">${note}</p>${body}`
}

function tableOf(section: Section, { currency, period }: Report): Markup {
  const { columns, rows } = section
  const shown = shownColumns(section)
  const kind = (at: number) => (columns[at]!.unit === 'text' ? 'text' : 'number')
  const title = (at: number) => (columns[at]!.name === 'value' ? period.name : columns[at]!.title)
  const head = shown.map(at => markup`<th class="${kind(at)}">${title(at)}</th>`)
  const cells = (row: readonly Cell[]) =>
    shown.map(at => markup`<td class="${kind(at)}">${writeCell(row, at, columns, currency)}</td>`)
  return markup`<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${rows.map(row => markup`<tr>${cells(row)}</tr>`)}</tbody></table></div>`
}

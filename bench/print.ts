type Rows = readonly (readonly string[])[]

const printed: { title: string; rows: Rows }[] = []

/** Prints rows of one table, columns padded to the widest cell. */
export function printTable(title: string, rows: Rows): void {
  printed.push({ title, rows })
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  console.log(`\n${title}`)
  for (const row of rows) {
    console.log(
      `  ${row.map((cell, i) => (isText(i, widths) ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ')}`,
    )
  }
}

/** Names stand first; sentences are long. Everything else is a figure. */
const isText = (column: number, widths: readonly number[]): boolean => column === 0 || widths[column]! > 60

/** All that was printed so far, as Markdown. A table of two columns may have no heading of its own. */
export function printedSections(): { title: string; markdown: string }[] {
  return printed.map(({ title, rows }) => ({ title: capital(title.trim()), markdown: markdownTable(rows) }))
}

function markdownTable(rows: Rows): string {
  const [head, ...body] = rows[0]!.length === 2 && rows[0]![0] !== '' ? [['', ''], ...rows] : rows
  const rule = head!.map((_, column) => (column === 0 ? '---' : '---:'))
  return [head!, rule, ...body].map(row => `| ${row.join(' | ')} |`).join('\n')
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

export const whole = (value: number): string => Math.round(value).toLocaleString('en-US')
export const micros = (seconds: number, payments: number): string => ((seconds * 1e6) / payments).toFixed(1)

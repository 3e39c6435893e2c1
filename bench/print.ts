/** Prints rows of one table, columns padded to the widest cell. */
export function printTable(title: string, rows: readonly (readonly string[])[]): void {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  console.log(`\n${title}`)
  for (const row of rows) {
    console.log(`  ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ')}`)
  }
}

export const whole = (value: number): string => Math.round(value).toLocaleString('en-US')
export const micros = (seconds: number, payments: number): string => ((seconds * 1e6) / payments).toFixed(1)

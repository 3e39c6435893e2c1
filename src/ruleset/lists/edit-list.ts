import { csvField, csvRows } from './csv-rows.ts'
import { appendLine, removeLines, type TextRange } from './edit-lines.ts'
import { listValue } from './list-form.ts'

/** An entry as it is written down. */
export interface WrittenEntry {
  value: string
  expires?: string
  owner?: string
  reason?: string
}

/** How the file of a list is read: as CSV or line by line, with or without case. */
export interface ListForm {
  isCsv: boolean
  ignoreCase: boolean
}

/** The text with one entry more, or why the file cannot hold it. Every other line stays byte for byte. */
export function addToList(
  text: string,
  entry: WrittenEntry,
  { isCsv }: ListForm,
): { text: string } | { refused: string } {
  const given = (['expires', 'owner', 'reason'] as const).filter(each => entry[each] !== undefined)
  if (!isCsv) {
    if (given.length === 0) return { text: appendLine(text, entry.value) }
    return { refused: `a .txt list holds values alone, so it has no room for \`${given[0]}\`; make it a .csv` }
  }
  const header = csvRows(text).next().value
  const columns: string[] = header === undefined || 'fault' in header ? [] : header.fields
  const missing = given.find(each => !columns.includes(each))
  if (missing !== undefined) return { refused: `the list has no column \`${missing}\`; add it to the first line` }
  const known: Record<string, string | undefined> = { ...entry }
  return { text: appendLine(text, columns.map(column => csvField(known[column] ?? '')).join(',')) }
}

/** The text without the lines that hold the value in any spelling, and how many those were. */
export function removeFromList(text: string, value: string, form: ListForm): { text: string; removed: number } {
  const wanted = listValue(value.trim(), form.ignoreCase).form
  const ranges: TextRange[] = []
  for (const row of form.isCsv ? csvValues(text) : textValues(text)) {
    if (listValue(row.value, form.ignoreCase).form === wanted) ranges.push(row)
  }
  return { text: removeLines(text, ranges), removed: ranges.length }
}

type Row = TextRange & { value: string }

function* csvValues(text: string): Generator<Row> {
  let column: number | undefined
  for (const row of csvRows(text)) {
    if ('fault' in row) return
    if (column === undefined) column = row.fields.indexOf('value')
    else yield { value: row.fields[column] ?? '', start: row.start, end: row.end }
  }
}

function* textValues(text: string): Generator<Row> {
  let start = text.startsWith('\ufeff') ? 1 : 0
  while (start < text.length) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    const value = text.slice(start, end).trim()
    if (value !== '' && !value.startsWith('#')) yield { value, start, end }
    start = end + 1
  }
}

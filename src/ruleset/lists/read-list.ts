import { type CsvError, parse } from 'csv-parse/sync'
import type { ProblemList } from '../../problems/problem-list.ts'
import type { SourceText } from '../../problems/source-text.ts'
import { ValueList } from './value-list.ts'

const VALUES_MAX = 2_000_000
const VALUE_LENGTH_MAX = 1024
const COLUMNS = ['value', 'reason', 'owner', 'expires']
const PROBLEMS_MAX = 20

/** `NAME.txt`: one value a line, `#` begins a comment line. `NAME.csv`: the columns value,reason,owner,expires. */
export function readList(name: string, source: SourceText, problems: ProblemList): ValueList {
  const list = new ValueList(name)
  const isCsv = source.file.endsWith('.csv')
  if (isCsv) readCsv(source, list, problems)
  else readText(source, list, problems)
  if (list.size > VALUES_MAX) {
    problems.add('bad-list', source.place(0, 1), `a list holds at most ${VALUES_MAX.toLocaleString('en')} values`)
  }
  return list
}

function readText(source: SourceText, list: ValueList, problems: ProblemList): void {
  let start = 0
  let reported = 0
  for (const line of source.text.split('\n')) {
    const value = line.trim()
    if (value !== '' && !value.startsWith('#')) {
      if (value.length <= VALUE_LENGTH_MAX) list.add(value)
      else if (reported++ < PROBLEMS_MAX) {
        problems.add('bad-list', source.place(start, start + 40), `a value has at most ${VALUE_LENGTH_MAX} characters`)
      }
    }
    start += line.length + 1
  }
}

function readCsv(source: SourceText, list: ValueList, problems: ProblemList): void {
  let reported = 0
  const report = (line: number, message: string, suggestion?: string) => {
    if (reported++ >= PROBLEMS_MAX) return
    const place = { file: source.file, line, column: 1, endLine: line, endColumn: source.line(line).length + 1 }
    problems.add('bad-list', place, message, suggestion === undefined ? {} : { suggestion })
  }
  let rows: { info: { lines: number }; record: string[] }[]
  try {
    const options = { info: true, skip_empty_lines: true, relax_column_count: true, trim: true, bom: true }
    rows = parse<{ info: { lines: number }; record: string[] }>(source.text, { ...options, columns: false } as never)
  } catch (error) {
    if (!isCsvError(error)) throw error
    report(error.lines ?? 1, 'this is not CSV', 'is a quote missing?')
    return
  }
  const header = rows[0]?.record ?? []
  const valueColumn = header.indexOf('value')
  const expiresColumn = header.indexOf('expires')
  const unknown = header.find(column => !COLUMNS.includes(column))
  if (valueColumn < 0) {
    report(1, 'the first line names the columns, and `value` is one of them', COLUMNS.join(','))
    return
  }
  if (unknown !== undefined) {
    report(1, `a list has no column \`${unknown}\``, `columns: ${COLUMNS.join(', ')}`)
    return
  }
  for (const { record, info } of rows.slice(1)) {
    const value = record[valueColumn] ?? ''
    const expires = record[expiresColumn] ?? ''
    const expiresMs = expires === '' ? undefined : parseDay(expires)
    if (value === '') report(info.lines, 'this line has no value')
    else if (value.length > VALUE_LENGTH_MAX) report(info.lines, `a value has at most ${VALUE_LENGTH_MAX} characters`)
    else if (record.length > header.length)
      report(info.lines, 'this line has more columns than the first', 'put texts with commas in quotes')
    else if (expires !== '' && expiresMs === undefined)
      report(info.lines, `\`${expires}\` is no day`, 'write for example 2026-12-31')
    else list.add(value, expiresMs)
  }
}

/** An entry counts through the whole of its last day, UTC; answers the first moment after it. */
function parseDay(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined
  const ms = Date.parse(`${text}T00:00:00Z`)
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text) return undefined
  return ms + 86_400_000
}

function isCsvError(error: unknown): error is CsvError & { lines?: number } {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_')
}

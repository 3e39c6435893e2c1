import type { Place } from '../../model/problem.ts'
import type { ProblemCode } from '../../problems/problem-codes.ts'
import type { ProblemExtras, ProblemList } from '../../problems/problem-list.ts'
import type { SourceText } from '../../problems/source-text.ts'
import { looksLikeCardNumber } from '../find-secrets.ts'
import { atOnce, type Pausable } from '../in-slices.ts'
import { csvRows } from './csv-rows.ts'
import { IntColumn } from './int-column.ts'
import { dayEnd, lastDay } from './list-day.ts'
import { listValue } from './list-form.ts'
import { type ListUse, PLAIN_USE } from './list-use.ts'
import type { TableHint } from './text-table.ts'
import { type ListEntry, ValueList } from './value-list.ts'

const VALUES_MAX = 2_000_000
export const TEXT_LENGTH_MAX = 1024
const LIST_COLUMNS = ['value', 'reason', 'owner', 'expires'] as const
const PROBLEMS_MAX = 20
const ROWS_PER_STEP = 4096

/** How a list is read besides its text. */
export interface ListReading {
  /** What the policy says of the list; a plain one unless said. */
  use?: ListUse | undefined
  /** Today, where somebody wants to know which entries have ended. Milliseconds since 1970. */
  nowMs?: number | undefined
}

/** `NAME.txt`: one value a line, `#` begins a comment line. `NAME.csv`: the columns value,reason,owner,expires. */
export function readList(name: string, source: SourceText, problems: ProblemList, reading?: ListReading): ValueList {
  return atOnce(readingList(name, source, problems, reading))
}

/** The same with pauses. */
export function* readingList(
  name: string,
  source: SourceText,
  problems: ProblemList,
  { use = PLAIN_USE, nowMs }: ListReading = {},
): Pausable<ValueList> {
  const list = new ValueList(name, { ignoreCase: use.ignoreCase, hint: hintOf(source.text) })
  const entries = new Entries(list, source, problems, use, nowMs)
  const steps = source.file.endsWith('.csv') ? readCsv(source, entries) : readText(source, entries)
  let rows = 0
  for (const _ of steps) if (++rows % ROWS_PER_STEP === 0) yield
  if (list.size > VALUES_MAX) {
    problems.add('bad-list', source.place(0, 1), `a list holds at most ${VALUES_MAX.toLocaleString('en')} values`)
  }
  list.trim()
  return list
}

/** Counting the lines costs a hundredth of reading them. */
function hintOf(text: string): TableHint {
  let lines = 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++
  return { bytes: text.length >> 1, texts: Math.min(lines, VALUES_MAX) }
}

function* readText(source: SourceText, entries: Entries): Generator<void> {
  const { text } = source
  let start = text.startsWith('\ufeff') ? 1 : 0
  while (start < text.length) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    const value = text.slice(start, end).trim()
    if (value !== '' && !value.startsWith('#')) entries.add(value, {}, start)
    start = end + 1
    yield
  }
}

function* readCsv(source: SourceText, entries: Entries): Generator<void> {
  let columns: Columns | undefined
  for (const row of csvRows(source.text)) {
    if ('fault' in row) {
      entries.report('bad-list', lineStart(source, row.line), 'this is not CSV', { suggestion: 'is a quote missing?' })
      return
    }
    if (columns === undefined) {
      if (!areColumns(row.fields, entries, row.start)) return
      columns = columnsOf(row.fields)
    } else readRow(columns, row.fields, row.start, entries)
    yield
  }
  if (columns === undefined) areColumns([], entries, 0)
}

function areColumns(header: readonly string[], entries: Entries, start: number): boolean {
  const known: readonly string[] = LIST_COLUMNS
  const unknown = header.find(column => !known.includes(column))
  const twice = header.find((column, index) => header.indexOf(column) !== index)
  if (!header.includes('value')) {
    const message = 'the first line names the columns, and `value` is one of them'
    entries.report('bad-list', start, message, { suggestion: LIST_COLUMNS.join(',') })
  } else if (unknown !== undefined) {
    entries.report('bad-list', start, `a list has no column \`${unknown}\``, {
      suggestion: `columns: ${LIST_COLUMNS.join(', ')}`,
    })
  } else if (twice !== undefined) entries.report('bad-list', start, `the column \`${twice}\` stands here twice`)
  else return true
  return false
}

/** Where each column stands in a row; -1 where the file has none of it. */
type Columns = Record<(typeof LIST_COLUMNS)[number] | 'count', number>

function columnsOf(header: readonly string[]): Columns {
  const at = (column: (typeof LIST_COLUMNS)[number]) => header.indexOf(column)
  return { value: at('value'), reason: at('reason'), owner: at('owner'), expires: at('expires'), count: header.length }
}

function readRow(columns: Columns, fields: readonly string[], start: number, entries: Entries): void {
  const value = fields[columns.value] ?? ''
  const expires = fields[columns.expires] ?? ''
  const expiresMs = expires === '' ? undefined : entries.dayEnd(expires)
  const owner = fields[columns.owner] ?? ''
  const reason = fields[columns.reason] ?? ''
  if (fields.length > columns.count) {
    const suggestion = 'put texts with commas in quotes'
    entries.report('bad-list', start, 'this line has more columns than the first', { suggestion })
  } else if (expires !== '' && expiresMs === undefined)
    entries.report('bad-list', start, `\`${expires}\` is no day`, { suggestion: 'write for example 2026-12-31' })
  else {
    const details: Omit<ListEntry, 'value'> = {}
    if (expiresMs !== undefined) details.expiresMs = expiresMs
    if (owner !== '') details.owner = owner
    if (reason !== '') details.reason = reason
    entries.add(value, details, start)
  }
}

/** Puts what is well into the list, and reports what is not: no more than twenty lines of each kind. */
class Entries {
  private readonly list: ValueList
  private readonly source: SourceText
  private readonly problems: ProblemList
  private readonly use: ListUse
  private readonly nowMs: number | undefined
  /** The same few days stand in many lines. */
  private readonly dayEnds = new Map<string, number | undefined>()
  private readonly reported = new Map<ProblemCode, number>()
  /** Where each entry stands, for the second line that holds the same. */
  private readonly starts = new IntColumn()

  constructor(list: ValueList, source: SourceText, problems: ProblemList, use: ListUse, nowMs: number | undefined) {
    this.list = list
    this.source = source
    this.problems = problems
    this.use = use
    this.nowMs = nowMs
  }

  add(value: string, details: Omit<ListEntry, 'value'>, start: number): void {
    const refused = refusal(value, details, this.use)
    if (refused !== undefined) {
      this.report(refused.code, start, refused.message, refused.extras)
      return
    }
    const entry = this.list.add(value, details)
    if (entry < 0) {
      const also = this.linePlace(this.starts.get(-1 - entry))
      this.report('duplicate-entry', start, 'this value is in the list already, and the first line counts', { also })
      return
    }
    this.starts.set(entry, start)
    if (this.nowMs === undefined || details.expiresMs === undefined || this.nowMs < details.expiresMs) return
    this.report('expired-entry', start, `this entry ended with ${lastDay(details.expiresMs)}`, {
      suggestion: 'take it out, or give it a later day',
    })
  }

  dayEnd(text: string): number | undefined {
    const known = this.dayEnds.get(text)
    if (known !== undefined || this.dayEnds.has(text)) return known
    const end = dayEnd(text)
    this.dayEnds.set(text, end)
    return end
  }

  report(code: ProblemCode, start: number, message: string, extras?: ProblemExtras): void {
    const count = this.reported.get(code) ?? 0
    this.reported.set(code, count + 1)
    if (count < PROBLEMS_MAX) this.problems.add(code, this.linePlace(start), message, extras)
  }

  private linePlace(start: number): Place {
    const newline = this.source.text.indexOf('\n', start)
    const end = newline < 0 ? this.source.text.length : newline
    return this.source.place(start, this.source.text[end - 1] === '\r' ? end - 1 : end)
  }
}

interface Refusal {
  code: ProblemCode
  message: string
  extras?: ProblemExtras
}

/** Why a value cannot stand in a list of this use. */
function refusal(value: string, { owner, reason }: Omit<ListEntry, 'value'>, use: ListUse): Refusal | undefined {
  const refuse = (message: string, suggestion?: string): Refusal => ({
    code: 'bad-list',
    message,
    ...(suggestion === undefined ? {} : { extras: { suggestion } }),
  })
  if (value === '') return refuse('this line has no value')
  if (value.length > TEXT_LENGTH_MAX) return refuse(`a value has at most ${TEXT_LENGTH_MAX} characters`)
  if ((owner?.length ?? 0) > TEXT_LENGTH_MAX || (reason?.length ?? 0) > TEXT_LENGTH_MAX) {
    return refuse(`an owner or a reason has at most ${TEXT_LENGTH_MAX} characters`)
  }
  if (looksLikeCardNumber(value)) {
    return {
      code: 'secret',
      message: 'this looks like a card number',
      extras: { suggestion: 'a list holds fingerprints of cards, never their numbers' },
    }
  }
  if (use.refuse === undefined && !value.includes('/')) return undefined
  const { kind, form } = listValue(value, use.ignoreCase)
  if (kind === 'network' && form.endsWith('/0')) return refuse('this network is the whole internet')
  return use.refuse === undefined ? undefined : wrongKind(use.refuse(kind, form), refuse)
}

function wrongKind(wanted: string | undefined, refuse: (message: string) => Refusal): Refusal | undefined {
  return wanted === undefined ? undefined : refuse(`this list is asked about ${wanted}, and this is none`)
}

function lineStart(source: SourceText, line: number): number {
  let start = source.text.startsWith('\ufeff') ? 1 : 0
  for (let number = 1; number < line; number++) start = source.text.indexOf('\n', start) + 1
  return start
}

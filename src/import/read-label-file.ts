import { withoutCardNumbers } from '../decode/card-number.ts'
import { parseTime } from '../decode/parse-time.ts'
import { LABELS, type Label } from '../model/case.ts'
import type { Place, Problem } from '../model/problem.ts'
import { didYouMean } from '../problems/did-you-mean.ts'
import type { SourceText } from '../problems/source-text.ts'
import { csvRows } from './csv-rows.ts'
import type { LabelRow } from './label-row.ts'
import { isRowProblem, type Row } from './row.ts'

const COLUMNS = ['paymentId', 'merchantId', 'label', 'date', 'reason'] as const
type Column = (typeof COLUMNS)[number]

const TEXT_LENGTH_MAX = 4096
const DAY_MS = 86_400_000
const DAY_LENGTH = '2026-11-21'.length

/**
 * Reads a CSV file of labels with the columns `paymentId` and `label`, and `merchantId`, `date` and `reason` where there are some, in any
 * order. Every mistake of every row is collected with its place. `nowMs` bounds dates: nothing is known tomorrow.
 */
export async function readLabelFile(
  source: SourceText,
  nowMs: number,
): Promise<{ rows: LabelRow[]; problems: Problem[] }> {
  const reading = new LabelReading(source, nowMs)
  const form = { delimiter: ',', quote: '"' }
  for await (const row of csvRows(whole(source.text), form, columns => reading.header(columns))) {
    if (isRowProblem(row)) reading.problem(row.code, row.line, undefined, row.message)
    else reading.row(row)
  }
  if (source.text.trim() === '') reading.problem('empty-file', 1, undefined, 'the file holds nothing')
  return reading
}

async function* whole(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text)
}

class LabelReading {
  readonly rows: LabelRow[] = []
  readonly problems: Problem[] = []
  private readonly source: SourceText
  private readonly nowMs: number
  /** The first row of each payment, by what names it. */
  private readonly first = new Map<string, LabelRow>()

  constructor(source: SourceText, nowMs: number) {
    this.source = source
    this.nowMs = nowMs
  }

  header(columns: readonly string[]): boolean {
    for (const [at, name] of columns.entries()) {
      if (!(COLUMNS as readonly string[]).includes(name)) {
        const meant = didYouMean(name, COLUMNS)
        const suggestion = meant === undefined ? `columns are ${COLUMNS.join(', ')}` : `did you mean \`${meant}\`?`
        this.problem('unknown-field', 1, name, `a file of labels has no column \`${name}\``, suggestion)
      } else if (columns.indexOf(name) < at) {
        this.problem('duplicate-key', 1, name, `the column \`${name}\` stands twice`)
      }
    }
    for (const needed of ['paymentId', 'label']) {
      if (!columns.includes(needed)) {
        this.problem('missing-field', 1, undefined, `the first line names no column \`${needed}\``)
      }
    }
    return this.problems.length === 0
  }

  row(row: Row): void {
    const text = (column: Column): string | undefined => row.get(column)?.trim() || undefined
    const before = this.problems.length
    const paymentId = this.bounded(row, 'paymentId', text('paymentId'))
    const merchantId = this.bounded(row, 'merchantId', text('merchantId'))
    const reason = this.bounded(row, 'reason', text('reason'))
    const label = this.label(row, text('label'))
    const atMs = this.date(row, text('date'))
    if (paymentId === undefined && text('paymentId') === undefined) {
      this.problem('missing-field', row.line, undefined, 'the row names no payment: `paymentId` is empty')
    }
    if (this.problems.length > before || paymentId === undefined || label === undefined) return
    this.keep({
      line: row.line,
      paymentId,
      merchantId,
      label,
      atMs,
      reason: reason === undefined ? undefined : withoutCardNumbers(reason),
    })
  }

  /** A row that stands twice is one; of two that say different things nobody could say which counts. */
  private keep(row: LabelRow): void {
    const key = JSON.stringify([row.paymentId, row.merchantId])
    const first = this.first.get(key)
    if (first === undefined) {
      this.first.set(key, row)
      this.rows.push(row)
    } else if (first.label !== row.label || first.atMs !== row.atMs || first.reason !== row.reason) {
      const other = this.placeOf(first.line, first.paymentId)
      const message = `payment \`${row.paymentId}\` is labelled already, and not by the same row`
      this.problem('duplicate-entry', row.line, row.paymentId, message, undefined, other)
    }
  }

  private bounded(row: Row, column: Column, text: string | undefined): string | undefined {
    if (text === undefined || text.length <= TEXT_LENGTH_MAX) return text
    const message = `\`${column}\` is longer than ${TEXT_LENGTH_MAX.toLocaleString('en')} characters`
    this.problem('bad-value', row.line, undefined, message)
    return undefined
  }

  private label({ line }: Row, text: string | undefined): Label | undefined {
    if (text === undefined) {
      this.problem('missing-field', line, undefined, 'the row says nothing of its payment: `label` is empty')
      return undefined
    }
    const label = LABELS.find(each => each === text)
    if (label !== undefined) return label
    const meant = didYouMean(text, LABELS)
    const suggestion = meant === undefined ? `one of ${LABELS.join(', ')}` : `did you mean \`${meant}\`?`
    this.problem('bad-value', line, text, `\`${text}\` is no label`, suggestion)
    return undefined
  }

  /** A day is its first moment in UTC. */
  private date({ line }: Row, text: string | undefined): number | undefined {
    if (text === undefined) return undefined
    const atMs = parseTime(text.length === DAY_LENGTH ? `${text}T00:00:00Z` : text)
    if (atMs === 'bad-time') {
      const message = `\`${text}\` is no date`
      this.problem('bad-value', line, text, message, 'write 2026-11-21 or 2026-11-21T10:15:30Z')
      return undefined
    }
    if (atMs > this.nowMs + DAY_MS) this.problem('bad-value', line, text, `\`${text}\` lies in the future`)
    return atMs
  }

  problem(
    code: string,
    line: number,
    written: string | undefined,
    message: string,
    suggestion?: string,
    also?: Place,
  ): void {
    this.problems.push({
      code,
      message,
      severity: 'error',
      place: this.placeOf(line, written),
      ...(suggestion === undefined ? {} : { suggestion }),
      ...(also === undefined ? {} : { also }),
    })
  }

  /** Where a value stands in its line; the whole line where it is not to be found there as it was read. */
  private placeOf(line: number, written: string | undefined): Place {
    const text = this.source.line(line)
    const at = written === undefined ? -1 : text.indexOf(written)
    const [column, length] = at < 0 ? [1, text.length] : [at + 1, written!.length]
    return { file: this.source.file, line, column, endLine: line, endColumn: column + Math.max(1, length) }
  }
}

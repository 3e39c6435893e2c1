import { type CsvError, type InfoRecord, parse } from 'csv-parse'
import type { Row, RowProblem } from './row.ts'

const RECORD_CHARACTERS_MAX = 1 << 20

export interface CsvForm {
  delimiter: string
  quote: string
}

/**
 * Rows of a CSV file in the order of the file. `onHeader` gets the names in the first line and says whether to go on. A row
 * that cannot be read comes as a problem, and the rows after it still come. Holds no more than one chunk's rows.
 */
export async function* csvRows(
  bytes: AsyncIterable<Buffer>,
  form: CsvForm,
  onHeader: (columns: string[]) => boolean,
): AsyncGenerator<Row | RowProblem> {
  const lines = new RecordLines()
  const found: (Row | RowProblem)[] = []
  let columns: Map<string, number> | undefined
  let refused = false
  const parser = parse({
    bom: true,
    delimiter: form.delimiter,
    quote: form.quote,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: RECORD_CHARACTERS_MAX,
    on_skip: error => {
      if (error !== undefined) found.push(problemOf(error, lines.next(error as CsvError & Counts)))
      return undefined
    },
    // Records are taken here and not from the stream, where they would fall behind the skipped ones.
    on_record: (record: string[], context) => {
      const line = lines.next(context)
      if (columns !== undefined) found.push(rowOf(record, line, columns))
      else {
        const names = record.map(name => name.trim())
        columns = new Map(names.map((name, index) => [name, index]))
        refused = !onHeader(names)
      }
      return null
    },
  })
  const done = new Promise<void>((resolve, reject) => parser.on('end', resolve).on('error', reject))
  done.catch(() => undefined)
  parser.resume()
  for await (const chunk of bytes) {
    await new Promise<void>(resolve => parser.write(chunk, () => resolve()))
    if (refused) return
    yield* found.splice(0)
  }
  parser.end()
  await done
  if (!refused) yield* found
}

type Counts = Pick<InfoRecord, 'lines' | 'empty_lines'>

/** Works out the line on which a record begins, since the parser tells the one on which it ends. */
class RecordLines {
  private nextLine = 1
  private emptyLines = 0

  next({ lines, empty_lines }: Counts): number {
    const line = this.nextLine + empty_lines - this.emptyLines
    this.nextLine = lines + 1
    this.emptyLines = empty_lines
    return line
  }
}

function rowOf(record: string[], line: number, columns: ReadonlyMap<string, number>): Row {
  return { line, get: column => record[columns.get(column) ?? -1] }
}

function problemOf(error: CsvError, line: number): RowProblem {
  if (error.code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH' || error.code === 'CSV_RECORD_INCONSISTENT_COLUMNS') {
    return { line, code: 'column-count', message: 'this row has more or fewer values than the first line has names' }
  }
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return { line, code: 'row-too-long', message: 'this row is too long; is a quote not closed?' }
  }
  return { line, code: 'bad-quoting', message: 'quotes in this row do not match' }
}

import { readFileSync } from 'node:fs'
import { createDecoder } from '../decode/create-decoder.ts'
import { ByteStream } from '../embedded/byte-stream.ts'
import { LineSplitter } from '../embedded/line-splitter.ts'
import { LineWriter } from '../embedded/line-writer.ts'
import { checkColumns } from '../import/check-columns.ts'
import { csvRows } from '../import/csv-rows.ts'
import { type ImportedRow, importRow } from '../import/import-row.ts'
import { jsonRow } from '../import/json-row.ts'
import type { Mapping } from '../import/mapping.ts'
import { readMapping } from '../import/read-mapping.ts'
import type { Row, RowProblem } from '../import/row.ts'
import { printProblems } from '../problems/print-problems.ts'
import { ProblemList } from '../problems/problem-list.ts'
import { SourceText } from '../problems/source-text.ts'
import { decoderOptions } from './decoder-options.ts'
import { fileFault } from './file-fault.ts'
import { ImportTally } from './import-tally.ts'
import { showProgress } from './progress.ts'
import { settingsOrExplain } from './settings-or-explain.ts'

export interface ImportOptions {
  map: string
  in: string
  out: string
  rejects?: string
  labels?: string
}

const LINE_BYTES_MAX = 1 << 20
const WRITE_CHARACTERS = 1 << 16

/**
 * `tripline import`: rows of a foreign file become payments, one JSON object a line, in the order of the file. Exit 0 when the
 * file was read to its end, whatever was rejected; 1 when the mapping is wrong or the file could not be read.
 */
export async function importCommand(options: ImportOptions): Promise<number> {
  const settings = settingsOrExplain()
  if (settings === undefined) return 1
  const text = orSay(options.map, () => readFileSync(options.map, 'utf8'))
  if (text === undefined) return 1
  const source = new SourceText(options.map, text)
  const problems = new ProblemList()
  const mapping = readMapping(source, problems)
  const bytes = mapping === undefined ? undefined : orSay(options.in, () => new ByteStream(options.in))
  if (mapping === undefined) say(problems, source)
  if (mapping === undefined || bytes === undefined) return 1

  const { secret } = settings
  const decoder = createDecoder({ ...decoderOptions(settings), format: 'json' })
  const rows = mapping.format === 'csv' ? csv(mapping, bytes, problems) : jsonLines(bytes)
  const tally = new ImportTally()
  const progress = showProgress('importing', bytes.bytesTotal ?? 0)
  const outputs = openOutputs(options, () => bytes.stop())
  let failure: unknown
  try {
    for await (const row of rows) {
      const imported = importRow(row, { mapping, decoder, secret })
      tally.add(imported)
      if ('code' in imported) outputs.reject(imported)
      else outputs.take(imported)
      if (outputs.isFull()) {
        await outputs.flush()
        progress.update(bytes.bytesRead, `${tally.imported} payments`)
      }
    }
  } catch (error) {
    failure = error
  }
  progress.end()
  await outputs.close()
  if (problems.errorCount > 0) {
    say(problems, source)
    return 1
  }
  console.error(tally.text(options.rejects))
  if (failure === undefined) return 0
  console.error(`tripline: ${options.in} cannot be read to its end: ${messageOf(failure)}`)
  return 1
}

/** The first line is checked against the mapping before anything is written. */
function csv(mapping: Mapping, bytes: ByteStream, problems: ProblemList): AsyncIterable<Row | RowProblem> {
  return csvRows(bytes.chunks(), mapping.csv, header => {
    checkColumns(mapping, header, problems)
    return problems.errorCount === 0
  })
}

async function* jsonLines(bytes: ByteStream): AsyncGenerator<Row | RowProblem> {
  const lines = new LineSplitter(LINE_BYTES_MAX)
  const rows: (Row | RowProblem)[] = []
  const take = (line: Buffer, number: number): void => {
    const tooLong = { line: number, code: 'row-too-long', message: `this line is longer than ${LINE_BYTES_MAX} bytes` }
    rows.push(line.length > LINE_BYTES_MAX ? tooLong : jsonRow(line, number))
  }
  for await (const chunk of bytes.chunks()) {
    lines.push(chunk, take)
    yield* rows.splice(0)
  }
  lines.finish(take)
  yield* rows
}

interface Outputs {
  take(row: ImportedRow): void
  reject(problem: RowProblem): void
  isFull(): boolean
  flush(): Promise<void>
  close(): Promise<void>
}

/** Lines gather until there are enough for one write, so memory stays the same however long the file. */
function openOutputs({ out, rejects, labels }: ImportOptions, onReaderGone: () => void): Outputs {
  const open = (path: string | undefined) => {
    const writer = path === undefined ? undefined : new LineWriter(path, onReaderGone)
    return { writer, pending: '' }
  }
  const payments = open(out)
  const rejected = open(rejects)
  const labelled = open(labels)
  labelled.pending = 'paymentId,label\n'
  const all = [payments, rejected, labelled]
  const flush = async (): Promise<void> => {
    for (const output of all) {
      const text = output.pending
      output.pending = ''
      if (text !== '') await output.writer?.write(text)
    }
  }
  return {
    take({ json, paymentId, label }) {
      payments.pending += `${json}\n`
      if (label !== undefined) labelled.pending += `${csvCell(paymentId)},${csvCell(label)}\n`
    },
    reject(problem) {
      rejected.pending += `${JSON.stringify(problem)}\n`
    },
    isFull: () => payments.pending.length + rejected.pending.length >= WRITE_CHARACTERS,
    flush,
    async close() {
      await flush()
      for (const output of all) await output.writer?.close()
    },
  }
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function say(problems: ProblemList, source: SourceText): void {
  console.error(printProblems(problems.sorted(), 'human', new Map([[source.file, source]])))
}

/** What `open` gives, or undefined after saying why the file could not be opened. */
function orSay<T>(path: string, open: () => T): T | undefined {
  try {
    return open()
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    console.error(`tripline: ${path} cannot be read: ${fileFault(error)}`)
    return undefined
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

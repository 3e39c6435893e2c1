import { unknownPerson } from '../../cases/unknown-person.ts'
import { type FileLabel, type KeptLabels, labelPayments, type RefusedLabel } from '../../desk/label-payments.ts'
import { ByteStream } from '../../embedded/byte-stream.ts'
import type { LabelRow } from '../../import/label-row.ts'
import { readLabelFile } from '../../import/read-label-file.ts'
import type { Problem } from '../../model/problem.ts'
import { printProblems } from '../../problems/print-problems.ts'
import { SourceText } from '../../problems/source-text.ts'
import { terminal } from '../check.ts'
import { fileFault } from '../file-fault.ts'
import { type DeskPlace, withDesk } from './open-desk.ts'

export interface LabelOptions extends DeskPlace {
  in: string
  as: string
  json?: boolean
}

const EXIT_GOOD = 0
const EXIT_PROBLEMS = 1
const SHOWN_MAX = 20

/**
 * `tripline case label`: payments get the labels of a file. Exit 1 when the file cannot be read or one row of it is wrong; then none of
 * it is kept.
 */
export async function labelCommand(options: LabelOptions): Promise<number> {
  const { in: path, as: by, json = false } = options
  const text = await textOf(path)
  if (text === undefined) return EXIT_PROBLEMS
  const source = new SourceText(path, text)
  const nowMs = Date.now()
  const { rows, problems } = await readLabelFile(source, nowMs)
  if (problems.length > 0) return explain(problems, source, json)
  return withDesk(options, async ({ database, policy }) => {
    if (!policy.cases.people.has(by)) return explain([unknownPerson(policy.cases, by)], source, json)
    const kept = await database.transaction(sql => labelPayments(sql, rows satisfies FileLabel[], by, nowMs))
    if (Array.isArray(kept)) {
      return explain(
        kept.map(each => problemOf(each, rows[each.row]!, source)),
        source,
        json,
      )
    }
    terminal.log(json ? JSON.stringify(kept) : keptText(kept))
    return EXIT_GOOD
  })
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    const chunks: Buffer[] = []
    for await (const chunk of new ByteStream(path).chunks()) chunks.push(chunk)
    return Buffer.concat(chunks)
      .toString('utf8')
      .replace(/^\ufeff/, '')
  } catch (error) {
    terminal.error(`tripline: ${path} cannot be read: ${fileFault(error)}`)
    return undefined
  }
}

function problemOf({ code, merchants }: RefusedLabel, { line, paymentId }: LabelRow, source: SourceText): Problem {
  const width = Math.max(1, source.line(line).length)
  const place = { file: source.file, line, column: 1, endLine: line, endColumn: width + 1 }
  const severity = 'error'
  if (code === 'duplicate-entry') {
    const message = `payment \`${paymentId}\` is labelled already, and not by the same row`
    return { code, severity, place, message }
  }
  const message = `several merchants have a payment \`${paymentId}\``
  const names = merchants.map(each => (each === '' ? 'none' : each)).join(', ')
  return { code, severity, place, message, suggestion: `say whose it is in a column \`merchantId\`: ${names}` }
}

function explain(problems: readonly Problem[], source: SourceText, json: boolean): number {
  const shown = json ? problems : problems.slice(0, SHOWN_MAX)
  const text = printProblems(shown, json ? 'json' : 'human', new Map([[source.file, source]]))
  if (json) terminal.log(text)
  else {
    terminal.error(text)
    if (problems.length > shown.length) {
      terminal.error(`… and ${(problems.length - shown.length).toLocaleString('en')} more`)
    }
    terminal.error('tripline: nothing of it was kept')
  }
  return EXIT_PROBLEMS
}

function keptText({ added, changed, same, older, waiting }: KeptLabels): string {
  const count = (n: number): string => n.toLocaleString('en')
  const total = added + changed + same + older
  const parts = [
    `${count(added)} new`,
    ...(changed > 0 ? [`${count(changed)} changed`] : []),
    ...(same > 0 ? [`${count(same)} known before`] : []),
    ...(older > 0 ? [`${count(older)} older than what is known`] : []),
  ]
  const rest = waiting === 0 ? '' : `; ${count(waiting)} of payments that are not known yet, kept for when they come`
  return `${count(total)} label${total === 1 ? '' : 's'}: ${parts.join(', ')}${rest}`
}

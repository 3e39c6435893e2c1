import { type Truth, truthOf } from './truth.ts'

/** What is known of payments, by payment id. */
export interface Labels {
  /** As written: `fraud`, `legit` …, or the name of a pattern of fraud. */
  of: ReadonlyMap<string, string>
  /** What a payment is that is not listed. */
  unlisted: Truth
}

/** No payment is known to be anything. */
export const NO_LABELS: Labels = { of: new Map(), unlisted: 'unknown' }

/** What is wrong with a file of labels: the line, from 1, and why. */
export interface LabelProblem {
  line: number
  message: string
}

const LINE_PROBLEMS_MAX = 10

/**
 * Reads `paymentId,label` lines. A file headed `paymentId,pattern` lists all fraud there is, so that what it does not list
 * is legit; under any other heading what is not listed is unknown. An id may hold commas: the label is what follows the last.
 */
export function readLabels(text: string): Labels | LabelProblem[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  const [heading = ''] = lines
  const listed = /^paymentId,(label|pattern)$/.exec(heading.trim())
  if (listed === null) return [{ line: 1, message: 'the first line is `paymentId,label` or `paymentId,pattern`' }]
  const of = new Map<string, string>()
  const problems: LabelProblem[] = []
  for (let at = 1; at < lines.length && problems.length < LINE_PROBLEMS_MAX; at++) {
    const line = lines[at]!.trim()
    if (line === '') continue
    const comma = line.lastIndexOf(',')
    const id = line
      .slice(0, comma)
      .replace(/^"(.*)"$/, '$1')
      .replaceAll('""', '"')
    const label = line.slice(comma + 1)
    const known = of.get(id)
    if (comma < 1 || label === '')
      problems.push({ line: at + 1, message: 'a line is a payment id, a comma and a label' })
    else if (known !== undefined && known !== label) {
      problems.push({ line: at + 1, message: `payment ${id} is labelled \`${known}\` already` })
    } else of.set(id, label)
  }
  return problems.length > 0 ? problems : { of, unlisted: listed[1] === 'pattern' ? 'legit' : 'unknown' }
}

export function truthAbout(label: string | undefined, { unlisted }: Labels): Truth {
  return label === undefined ? unlisted : truthOf(label)
}

import { readFileSync } from 'node:fs'
import { isDecision } from '../decode/decision-decoder.ts'
import type { Decision } from '../model/decision.ts'
import { fileFault } from './file-fault.ts'

/**
 * A decision of before: written out, or from a file with one decision a line, of which the one for `paymentId` is taken
 * (any, where a file holds only one). A line of the review topic does as well. A text is why there is none.
 */
export function readDecision(written: string, paymentId: string | undefined): Decision | string {
  const isWrittenOut = written.trimStart().startsWith('{')
  const shown = isWrittenOut ? 'the decision' : written === '-' ? 'standard input' : written
  let text = written
  if (!isWrittenOut) {
    try {
      text = readFileSync(written === '-' ? 0 : written, 'utf8')
    } catch (error) {
      return `${shown} cannot be read: ${fileFault(error)}`
    }
  }
  const found = decisionsIn(text, paymentId)
  const [decision] = found
  if (decision === undefined) {
    return paymentId === undefined ? `${shown} holds no decision` : `${shown} holds no decision about ${paymentId}`
  }
  const isOne = paymentId !== undefined || found.every(each => each.paymentId === decision.paymentId)
  return isOne ? decision : `${shown} holds ${found.length} decisions: say which one with \`--payment ID\``
}

/** One decision over several lines, or one a line. Lines without the id are not even parsed. */
function decisionsIn(text: string, paymentId: string | undefined): Decision[] {
  const whole = asDecision(text)
  const lines = whole === undefined ? text.split('\n') : []
  const wanted = paymentId === undefined ? lines : lines.filter(line => line.includes(JSON.stringify(paymentId)))
  return [whole, ...wanted.map(asDecision)].filter(
    each => each !== undefined && (paymentId === undefined || each.paymentId === paymentId),
  ) as Decision[]
}

/** Undefined where the text is none. */
export function asDecision(text: string): Decision | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
  return isDecision(value) ? value : undefined
}

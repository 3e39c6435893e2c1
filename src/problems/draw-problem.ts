import type { Problem } from '../model/problem.ts'
import type { SourceText } from './source-text.ts'

const LINE_WIDTH_MAX = 140

/** Adds colour for a terminal; without one the texts stay as they are. */
export interface Paint {
  bold(text: string): string
  red(text: string): string
  yellow(text: string): string
  dim(text: string): string
}

export const NO_PAINT: Paint = { bold: same, red: same, yellow: same, dim: same }

/** A problem as people read it: where, what, the line with a caret under it, and what to do. */
export function drawProblem(problem: Problem, source: SourceText | undefined, paint: Paint = NO_PAINT): string {
  const { place, code, message, severity, also, suggestion, notes = [] } = problem
  const label = paint[severity === 'error' ? 'red' : 'yellow'](`${severity}[${code}]`)
  const where = place === undefined ? '' : `${place.file}:${place.line}:${place.column}: `
  const lines = [`${paint.bold(where)}${label}: ${message}`]
  const seen = place === undefined ? '' : (source?.line(place.line) ?? '')
  if (place !== undefined && seen.trim() !== '') {
    const { text, column } = shorten(seen, place.column)
    const width = place.endLine === place.line ? place.endColumn - place.column : seen.length - place.column + 1
    const caret = '^'.repeat(Math.max(1, Math.min(width, text.length - column + 1)))
    const number = String(place.line)
    const margin = ' '.repeat(number.length)
    const hint = suggestion === undefined ? '' : ` ${suggestion}`
    lines.push(
      paint.dim(`${margin} |`),
      `${paint.dim(`${number} |`)} ${text}`,
      `${paint.dim(`${margin} |`)} ${' '.repeat(column - 1)}${paint.red(caret)}${hint}`,
    )
    lines.push(...notes.map(note => `${margin} ${paint.dim('=')} ${note}`))
    if (also !== undefined)
      lines.push(`${margin} ${paint.dim('=')} clashes with ${also.file}:${also.line}:${also.column}`)
  } else {
    const rest = [...(suggestion === undefined ? [] : [suggestion]), ...notes]
    if (also !== undefined) rest.push(`clashes with ${also.file}:${also.line}:${also.column}`)
    lines.push(...rest.map(each => `  ${paint.dim('=')} ${each}`))
  }
  return lines.join('\n')
}

/** Cuts a long line around the column; takes out what would move the caret, and digits that could be a card number. */
function shorten(line: string, column: number): { text: string; column: number } {
  const printable = line.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
  const plain = printable.replace(/(?:\d[ -]?){12,}\d/g, number => number.replace(/\d/g, '•'))
  if (plain.length <= LINE_WIDTH_MAX) return { text: plain, column }
  const start = Math.max(0, Math.min(column - 1 - LINE_WIDTH_MAX / 2, plain.length - LINE_WIDTH_MAX))
  const end = start + LINE_WIDTH_MAX
  const text = `${start > 0 ? '…' : ''}${plain.slice(start, end)}${end < plain.length ? '…' : ''}`
  return { text, column: column - start + (start > 0 ? 1 : 0) }
}

function same(text: string): string {
  return text
}

import type { Row, RowProblem } from './row.ts'

/** Rows of a file with one JSON object a line. A column is a path: `card.bin`, `items.0.sku`. */
export function jsonRow(bytes: Buffer, line: number): Row | RowProblem {
  const text = bytes.toString('utf8')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { line, code: 'not-json', message: 'this line is not JSON' }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { line, code: 'not-an-object', message: 'this line is no JSON object' }
  }
  if (holdsUnsafeNumber(text)) {
    return {
      line,
      code: 'unsafe-number',
      message: 'a number this long is not exact in JSON; it must be written as text',
    }
  }
  const root = value
  return { line, get: column => textAt(root, column) }
}

/** JSON numbers become doubles: the last digits of a long card number would change without a word. */
function holdsUnsafeNumber(text: string): boolean {
  const found = text.match(/[[:,]\s*-?\d{16,}(?=[\s,}\]])/g)
  return found?.some(match => !Number.isSafeInteger(Number(match.slice(1)))) ?? false
}

function textAt(root: object, path: string): string | undefined {
  let at: unknown = root
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined
    at = (at as Record<string, unknown>)[name]
  }
  if (at === null || at === undefined || typeof at === 'object') return undefined
  return String(at)
}

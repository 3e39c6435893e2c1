import type { Place } from '../model/problem.ts'
import type { YamlScalar } from './yaml-node.ts'

/**
 * Where in the file the characters `start` to `end` of a scalar's text stand. YAML folds line breaks, strips
 * indentation and takes quotes and escapes away, so the text is walked along the file, letter by letter.
 */
export function placeInScalar(scalar: YamlScalar, start: number, end: number): Place {
  const from = fileOffset(scalar, start)
  const to = end > start ? fileOffset(scalar, end - 1) + 1 : from
  return scalar.source.place(from, Math.max(from, to))
}

function fileOffset(scalar: YamlScalar, wanted: number): number {
  const { text, source } = scalar
  const file = source.text
  const opening = file[scalar.start]
  const quote = scalar.plain ? '' : opening === '"' || opening === "'" ? opening : ''
  let at = scalar.start + quote.length
  if (!scalar.plain && quote === '') at = file.indexOf('\n', at) + 1 // a block starts after its `|` or `>` line
  for (let index = 0; index < text.length; index++) {
    const space = isSpace(text[index]!)
    if (!space) while (at < scalar.end && isBetween(file, at, quote)) at++
    if (index >= wanted) return at
    const escaped = quote === '"' && file[at] === '\\' && file[at + 1] !== '\n'
    if (space && !escaped && !isSpace(file[at] ?? '')) continue
    at += lengthInFile(file, at, quote)
  }
  return Math.min(at, scalar.end)
}

/** How many characters of the file make the one character at `at`. */
function lengthInFile(file: string, at: number, quote: string): number {
  if (quote === "'" && file[at] === "'" && file[at + 1] === "'") return 2
  if (quote !== '"' || file[at] !== '\\') return 1
  const letter = file[at + 1]
  return letter === 'x' ? 4 : letter === 'u' ? 6 : letter === 'U' ? 10 : 2
}

/** Space that YAML left out of the text, or may have: line breaks, indentation, and a backslash that joins two lines. */
function isBetween(file: string, at: number, quote: string): boolean {
  return isSpace(file[at]!) || (quote === '"' && file[at] === '\\' && file[at + 1] === '\n')
}

function isSpace(letter: string): boolean {
  return letter === ' ' || letter === '\n' || letter === '\t' || letter === '\r'
}

/** A part of a text, from its first character up to and without `end`. */
export interface TextRange {
  start: number
  end: number
}

/** Puts a line behind the last one, with the line end that the file has. Everything before it stays as it is. */
export function appendLine(text: string, line: string): string {
  const lineEnd = lineEndOf(text)
  const gap = text === '' || text === '\ufeff' || text.endsWith('\n') ? '' : lineEnd
  return `${text}${gap}${line}${lineEnd}`
}

/** Takes out whole lines, with their line ends; the ranges do not overlap and come in order. */
export function removeLines(text: string, ranges: readonly TextRange[]): string {
  let left = ''
  let from = 0
  for (const { start, end } of ranges) {
    left += text.slice(from, start)
    const newline = text.indexOf('\n', end)
    from = newline < 0 ? text.length : newline + 1
  }
  return left + text.slice(from)
}

function lineEndOf(text: string): string {
  const newline = text.indexOf('\n')
  return newline > 0 && text[newline - 1] === '\r' ? '\r\n' : '\n'
}

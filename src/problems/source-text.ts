import type { Place } from '../model/problem.ts'

/** The text of one file, able to turn offsets into places. Lines and columns start at 1; columns count UTF-16 units. */
export class SourceText {
  readonly file: string
  readonly text: string
  /** Worked out when a place is first asked for: a list of a million lines mostly has nothing to point at. */
  private knownLineStarts: number[] | undefined

  constructor(file: string, text: string) {
    this.file = file
    this.text = text
  }

  private get lineStarts(): number[] {
    if (this.knownLineStarts === undefined) {
      const starts = [0]
      for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1)) starts.push(at + 1)
      this.knownLineStarts = starts
    }
    return this.knownLineStarts
  }

  /** The place from `start` up to and without `end`; an empty range is widened to one character, so that it can be seen. */
  place(start: number, end: number): Place {
    const from = this.position(Math.min(start, this.text.length))
    const to = this.position(Math.min(end, this.text.length))
    if (to.line === from.line && to.column <= from.column) to.column = from.column + 1
    return { file: this.file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column }
  }

  /** Line number `line` without its line end; empty when there is no such line. */
  line(line: number): string {
    const start = this.lineStarts[line - 1]
    if (start === undefined) return ''
    const end = this.lineStarts[line] ?? this.text.length + 1
    return this.text.slice(start, end - 1).replace(/\r$/, '')
  }

  private position(offset: number): { line: number; column: number } {
    let low = 0
    let high = this.lineStarts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.lineStarts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - this.lineStarts[low]! + 1 }
  }
}

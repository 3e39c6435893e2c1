/** One record of a CSV file, with the part of the text that it takes; `end` stands before the line end. */
export interface CsvRow {
  fields: string[]
  /** The line on which it begins, from 1. */
  line: number
  start: number
  end: number
}

/** Where a record cannot be read; nothing after it is. */
export interface CsvFault {
  fault: 'quote'
  line: number
}

/**
 * Records in the order of the file: commas, double quotes as in RFC 4180, spaces around values dropped. Empty lines and lines
 * that begin with `#` are left out, so that a file can carry comments. Written by hand, because a list may have a million lines
 * and must be changed in place: nothing is copied but the values, and each record says where it stands.
 */
export function* csvRows(text: string): Generator<CsvRow | CsvFault> {
  let at = text.startsWith('\ufeff') ? 1 : 0
  let line = 1
  // Looked for once and not once for each line, since most files hold no quote at all.
  let quote = quoteFrom(text, at)
  while (at < text.length) {
    const start = at
    const newline = text.indexOf('\n', at)
    const lineEnd = newline < 0 ? text.length : newline
    if (quote < at) quote = quoteFrom(text, at)
    if (text.charCodeAt(at) === HASH || quote >= lineEnd) {
      const end = text.charCodeAt(lineEnd - 1) === RETURN && lineEnd > start ? lineEnd - 1 : lineEnd
      if (text.charCodeAt(at) !== HASH) {
        const written = text.slice(start, end)
        if (written.trim() !== '') yield { fields: written.split(',').map(trimmed), line, start, end }
      }
      at = lineEnd + 1
      line++
      continue
    }
    const read = quotedRecord(text, start)
    if (read === undefined) {
      yield { fault: 'quote', line }
      return
    }
    yield { fields: read.fields, line, start, end: read.end }
    line += read.lines
    at = read.next
  }
}

function quoteFrom(text: string, at: number): number {
  const quote = text.indexOf('"', at)
  return quote < 0 ? Number.POSITIVE_INFINITY : quote
}

const HASH = 35
const RETURN = 13

interface QuotedRecord {
  fields: string[]
  end: number
  /** Where the next record begins. */
  next: number
  lines: number
}

/** A record with a quote in it, which may go on over line ends. Undefined when its quotes do not match. */
function quotedRecord(text: string, start: number): QuotedRecord | undefined {
  const fields: string[] = []
  let at = start
  let lines = 1
  for (;;) {
    while (text[at] === ' ' || text[at] === '\t') at++
    if (text[at] === '"') {
      let value = ''
      for (at++; ; ) {
        const close = text.indexOf('"', at)
        if (close < 0) return undefined
        value += text.slice(at, close)
        at = close + 1
        if (text[at] !== '"') break
        value += '"'
        at++
      }
      for (let i = value.indexOf('\n'); i >= 0; i = value.indexOf('\n', i + 1)) lines++
      fields.push(value.trim())
      while (text[at] === ' ' || text[at] === '\t') at++
      if (text[at] !== ',' && text[at] !== '\n' && text[at] !== '\r' && at < text.length) return undefined
    } else {
      const from = at
      while (at < text.length && text[at] !== ',' && text[at] !== '\n') if (text[at++] === '"') return undefined
      const crlf = text[at - 1] === '\r' && text[at] !== ',' && at > from
      fields.push(text.slice(from, crlf ? at - 1 : at).trim())
      if (crlf) at--
    }
    if (text[at] === ',') {
      at++
      continue
    }
    const end = at
    if (text[at] === '\r') at++
    if (text[at] !== '\n' && at < text.length) return undefined
    return { fields, end, next: at + 1, lines }
  }
}

function trimmed(value: string): string {
  return value.trim()
}

/** A value as it is written into a record, in quotes where it needs them. */
export function csvField(value: string): string {
  return /[",\r\n]|^[#\s]|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}

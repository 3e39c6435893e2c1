/**
 * A mistake in something that a person or another system wrote. Problems are values: they have a code and a place and
 * are collected. Only bugs and outages throw.
 */
export interface Problem {
  /** Kebab-case, stable, listed in the docs: `unknown-name`, `id-conflict`. */
  code: string
  /** Lower case, no full stop, names and values in backticks. Never holds a card number or a secret. */
  message: string
  severity: 'error' | 'warning'
  /** Where in the payment (`card.bin`), when it is about a payment. */
  field?: string
  /** Where in a file, when it is about a file. */
  place?: Place
  /** What to do or what was probably meant, one line. */
  suggestion?: string
  /** A second place that clashes with the first. */
  also?: Place
  /** Further lines printed under the caret, such as the names that may be used. */
  notes?: string[]
}

/** A range in a text file; lines and columns start at 1, `endColumn` is exclusive. */
export interface Place {
  file: string
  line: number
  column: number
  endLine: number
  endColumn: number
}

/** Something that Tripline depends on is down: wait and retry, never skip. */
export class Outage extends Error {
  /** What is down: `redis`, `kafka`, `registry`. */
  readonly dependency: string
  constructor(dependency: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'Outage'
    this.dependency = dependency
  }
}

import type { Decoder } from '../decode/decoder.ts'
import { mapRow } from './map-row.ts'
import type { Mapping } from './mapping.ts'
import { isRowProblem, type Row, type RowProblem } from './row.ts'
import { scrubCard } from './scrub-card.ts'

export interface ImportedRow {
  line: number
  paymentId: string
  /** The payment, one line of JSON. */
  json: string
  label: string | undefined
  /** Codes of what was left out or looks odd. */
  warnings: readonly string[]
}

export interface ImportWith {
  mapping: Mapping
  /** Judges every payment as the stream would, so that nothing is written that scoring refuses. */
  decoder: Decoder
  /** Keys the fingerprints of card numbers: the same secret as the process that scores. */
  secret: string
}

/** One row of a foreign file to one payment, or what stands against it. */
export function importRow(row: Row | RowProblem, { mapping, decoder, secret }: ImportWith): ImportedRow | RowProblem {
  if (isRowProblem(row)) return row
  const mapped = mapRow(mapping, row)
  if ('code' in mapped) return mapped
  const { payment, label } = mapped
  const cardRead = scrubCard(payment, secret)
  const json = JSON.stringify(payment)
  const value = Buffer.from(json)
  const decoded = decoder.decode({ topic: 'import', partition: 0, offset: BigInt(row.line), key: null, value })
  if (decoded.kind === 'ignored') return { line: row.line, code: 'ignored', message: decoded.reason }
  if (decoded.kind === 'rejected') {
    const { code, field, message } = decoded.problem
    return { line: row.line, code, ...(field === undefined ? {} : { field }), message }
  }
  const warnings = cardRead ? decoded.warnings : [...decoded.warnings, 'card-number-unusable']
  return { line: row.line, paymentId: decoded.payment.id, json, label, warnings }
}

import type { WarningCode } from './codes.ts'

/**
 * What is known of the record being read. One object is used again for every record, so that an ordinary payment costs
 * no garbage here.
 */
export interface Reading {
  /** True when every text is printable ASCII: nothing to normalise, nothing hidden. */
  plain: boolean
  /** False when no text can hold a card number: fewer than 13 digits stand together anywhere. */
  longDigits: boolean
  /** True when every text is kept as it came: plain, without outer spaces and without card numbers. */
  verbatim: boolean
  /** Field names seen, in every object. */
  keys: number
  /** A full card number found under one of its usual names; must not leave the decoder. */
  cardNumber: unknown
  /** Undefined until the first warning. */
  warnings: WarningCode[] | undefined
}

export function newReading(): Reading {
  return { plain: false, longDigits: true, verbatim: false, keys: 0, cardNumber: undefined, warnings: undefined }
}

/** Starts over. Assumes the worst of the texts until somebody has looked at their bytes. */
export function restart(reading: Reading): void {
  reading.plain = false
  reading.longDigits = true
  reading.verbatim = false
  reading.keys = 0
  reading.cardNumber = undefined
  reading.warnings = undefined
}

export function warn(reading: Reading, code: WarningCode): void {
  if (reading.warnings === undefined) reading.warnings = [code]
  else reading.warnings.push(code)
}

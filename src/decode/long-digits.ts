/** The shortest card number. */
const CARD_DIGITS_MIN = 13

const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39
/** Hard and thin spaces, joiners, and dashes of other lengths. */
const isWideGap = (unit: number): boolean =>
  unit === 0xa0 ||
  unit === 0x2009 ||
  unit === 0x200c ||
  unit === 0x200d ||
  (unit >= 0x2010 && unit <= 0x2015) ||
  unit === 0x202f
/** Digits, and what may stand between them: the gaps of card-number.ts. Most characters are letters, settled by two looks. */
const isPart = (unit: number): boolean =>
  unit <= 0x39 ? unit >= 0x30 || unit === 0x20 || unit === 0x2d || unit === 0x2e : unit >= 0xa0 && isWideGap(unit)

/**
 * Whether a card number may stand anywhere in the text: 13 digits with nothing but gaps between them. Such a run
 * covers every thirteenth place at least once, so only those places are looked at.
 */
export function hasLongDigits(text: string): boolean {
  const end = text.length
  for (let probe = CARD_DIGITS_MIN - 1; probe < end; probe += CARD_DIGITS_MIN) {
    if (!isPart(text.charCodeAt(probe))) continue
    let first = probe
    while (first > 0 && isPart(text.charCodeAt(first - 1))) first--
    let digits = 0
    let at = first
    for (; at < end; at++) {
      const unit = text.charCodeAt(at)
      if (isDigit(unit)) digits++
      else if (!isPart(unit)) break
    }
    if (digits >= CARD_DIGITS_MIN) return true
    // Everything up to `at` is settled; the next run to find covers the probe after it.
    while (probe < at) probe += CARD_DIGITS_MIN
    probe -= CARD_DIGITS_MIN
  }
  return false
}

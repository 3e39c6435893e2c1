import { formatMinor, minorDigits } from '../model/money.ts'
import type { Access } from './cel/reader.ts'
import { formatAmount, formatValue } from './format-value.ts'
import type { ReasonPart } from './reason-template.ts'
import type { Frame } from './ruleset.ts'

/**
 * The sentence for one payment. Amounts carry the digits of their currency; one in base currency carries its code too
 * where the customer paid in another, so that no sentence compares 100 EUR with 90 USD in silence.
 */
export function compileReason(
  parts: readonly ReasonPart[],
  access: Access<Frame>,
  base: string,
): (frame: Frame) => string {
  const digits = minorDigits(base) ?? 2
  const writers = parts.map((part): ((frame: Frame) => string) => {
    if (typeof part === 'string') return () => part
    const read = access.name(part.name)
    if (part.money === undefined) return frame => formatValue(read(frame))
    if (part.money === 'own') {
      return ({ facts }) =>
        `${formatMinor(facts.payment.amountMinor, facts.payment.currency)} ${facts.payment.currency}`
    }
    const always = part.money === 'base-with-code'
    return frame => {
      const value = read(frame)
      if (typeof value !== 'number') return formatValue(value)
      const amount = formatAmount(value, digits)
      return always || frame.facts.payment.currency !== base ? `${amount} ${base}` : amount
    }
  })
  return frame => {
    let reason = ''
    for (const write of writers) reason += write(frame)
    return reason
  }
}

import type { ItemJson, PaymentJson } from './payment-json.ts'
import { COUNTRIES } from './places.ts'
import type { Random } from './random.ts'
import type { Category } from './shop.ts'

/** Minor units as a decimal string in major units. */
export function formatMinor(minor: number, digits: number): string {
  if (digits === 0) return String(minor)
  const text = String(minor).padStart(digits + 1, '0')
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** An order worth about `usd` in the currency of `country`; the items add up to the amount exactly. */
export function makeOrder(
  random: Random,
  country: string,
  category: Category,
  usd: number,
  things = 1 + Math.min(5, Math.floor(random.exponential(0.8))),
): { amount: string; currency: string; order: PaymentJson['order'] } {
  const { currency, perDollar, minorDigits } = COUNTRIES[country]!
  const unit = 10 ** minorDigits
  let totalMinor = 0
  let restMinor = Math.max(things, Math.round(usd * perDollar * unit))
  const items: ItemJson[] = []
  for (let thing = 0; thing < things; thing++) {
    const share = thing === things - 1 ? restMinor : restMinor / (things - thing)
    const quantity = random.chance(0.12) ? 2 : 1
    const unitMinor = shopPrice(Math.max(1, Math.round(share / quantity)), unit)
    items.push({
      sku: `${category.sku}-${random.whole(100, 999)}`,
      category: category.name,
      quantity,
      unitPrice: formatMinor(unitMinor, minorDigits),
    })
    totalMinor += unitMinor * quantity
    restMinor = Math.max(1, restMinor - unitMinor * quantity)
  }
  const order = { id: `o_${random.hex(8)}`, items }
  return { amount: formatMinor(totalMinor, minorDigits), currency, order }
}

/** Prices above five units end in .90 or .00, as in shops. */
function shopPrice(minor: number, unit: number): number {
  if (minor < 5 * unit || unit === 1) return minor
  const whole = Math.round(minor / unit)
  return whole * unit - (whole % 5 === 0 ? 0 : unit / 10)
}

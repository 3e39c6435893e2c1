import { parseAmount } from '../model/money.ts'
import type { OrderItem, Payment } from '../model/payment.ts'
import type { RawItem, RawOrder } from './payment-shape.ts'
import { isCardNumber } from './read-money.ts'
import { readReference, readText } from './read-text.ts'
import { type Reading, warn } from './reading.ts'

/** `digits` are those of the payment's currency. The order's id is no identifier to count on, so fillers may stay in it. */
export function readOrder(
  raw: RawOrder | null | undefined,
  digits: number,
  reading: Reading,
  hash: (digits: string) => string,
): Payment['order'] {
  if (raw === undefined || raw === null) return undefined
  const id = readReference(raw.id, reading, hash)
  const rawItems = raw.items
  if (rawItems === undefined || rawItems === null || rawItems.length === 0) return { id, items: undefined }
  return { id, items: rawItems.map(item => readItem(item, digits, reading)) }
}

function readItem(raw: RawItem, digits: number, reading: Reading): OrderItem {
  return {
    sku: readText(raw.sku, reading),
    category: readText(raw.category, reading),
    quantity: readQuantity(raw.quantity, reading),
    unitPriceMinor: readPrice(raw.unitPrice, digits, reading),
  }
}

function readQuantity(raw: number | null | undefined, reading: Reading): number | undefined {
  if (raw === undefined || raw === null) return undefined
  if (!isCardNumber(raw, 0)) return raw
  warn(reading, 'pan-in-text')
  return undefined
}

/** May be negative: a discount is a line of its own in many shops. */
function readPrice(raw: string | number | null | undefined, digits: number, reading: Reading): number | undefined {
  if (raw === undefined || raw === null || raw === '') return undefined
  const minor = parseAmount(raw, digits)
  if (typeof minor === 'number' && !isCardNumber(minor, digits)) return minor
  warn(reading, 'price-ignored')
  return undefined
}

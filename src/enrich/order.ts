import type { OrderItem } from '../model/payment.ts'

/** What the order holds, summed up in one pass. */
export interface OrderFacts {
  /** Lines of the order. */
  itemCount: number
  /** Pieces; a line without a quantity is one piece. */
  quantity: number
  /** Whole minor units of the payment's currency; absent when no line has a price. */
  maxUnitPriceMinor: number | undefined
  /** Each once, in order of first appearance. */
  categories: readonly string[]
  skus: readonly string[]
}

export function orderFacts(items: readonly OrderItem[]): OrderFacts {
  let quantity = 0
  let maxUnitPriceMinor: number | undefined
  for (const item of items) {
    quantity += item.quantity ?? 1
    if (item.unitPriceMinor !== undefined) maxUnitPriceMinor = Math.max(maxUnitPriceMinor ?? 0, item.unitPriceMinor)
  }
  return {
    itemCount: items.length,
    quantity,
    maxUnitPriceMinor,
    get categories() {
      return each(items, 'category')
    },
    get skus() {
      return each(items, 'sku')
    },
  }
}

function each(items: readonly OrderItem[], name: 'category' | 'sku'): string[] {
  return [...new Set(items.flatMap(item => item[name] ?? []))]
}

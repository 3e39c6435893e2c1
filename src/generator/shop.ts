/** What is sold. `priceUsd` is the usual price of one thing; `digital` things are not shipped. */
export interface Category {
  name: string
  sku: string
  merchantId: string
  /** How the category's orders compare with a customer's usual one. */
  factor: number
  digital: boolean
  weight: number
}

export const CATEGORIES: readonly Category[] = [
  { name: 'fashion', sku: 'FASH', merchantId: 'm_style', factor: 1, digital: false, weight: 22 },
  { name: 'home', sku: 'HOME', merchantId: 'm_home', factor: 1.2, digital: false, weight: 16 },
  { name: 'books', sku: 'BOOK', merchantId: 'm_home', factor: 0.5, digital: false, weight: 10 },
  { name: 'beauty', sku: 'BEAU', merchantId: 'm_style', factor: 0.7, digital: false, weight: 12 },
  { name: 'toys', sku: 'TOYS', merchantId: 'm_home', factor: 0.8, digital: false, weight: 8 },
  { name: 'electronics', sku: 'ELEC', merchantId: 'm_tech', factor: 2.2, digital: false, weight: 10 },
  { name: 'sports', sku: 'SPRT', merchantId: 'm_style', factor: 1.3, digital: false, weight: 8 },
  { name: 'jewelry', sku: 'RING', merchantId: 'm_style', factor: 2.5, digital: false, weight: 2 },
  { name: 'games', sku: 'GAME', merchantId: 'm_tech', factor: 0.5, digital: true, weight: 8 },
  { name: 'gift_card', sku: 'GIFT', merchantId: 'm_tech', factor: 0.8, digital: true, weight: 2 },
]

export function category(name: string): Category {
  return CATEGORIES.find(row => row.name === name) ?? CATEGORIES[0]!
}

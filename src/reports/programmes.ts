/**
 * From where on a card network watches a merchant. Both the ratio and the number have to be reached.
 *
 * Sources: Visa Acquirer Monitoring Program, merchant excessive, 2.2 % from June 2025 and 1.5 % from 1 April 2026 outside
 * the Middle East and North Africa; Mastercard Excessive Chargeback Program (ECM, HECM) and Excessive Fraud Merchant.
 * Acquirers may ask for less.
 */
export interface Programme {
  network: 'visa' | 'mastercard'
  name: string
  /** What is counted in the month: chargebacks and disputes, warnings too, or only those for fraud. */
  counts: 'chargebacks' | 'warnings and chargebacks' | 'fraud chargebacks'
  /** The sales it is held against. */
  over: 'same month' | 'month before'
  ratio: number
  numberMin: number
  /** In the base currency, where there is a least amount; networks write it in US dollars. */
  amountMin?: number
  salesMin?: number
  /** First month, `2026-04`. */
  since: string
  /** Last month. */
  until?: string
}

export const PROGRAMMES: readonly Programme[] = [
  {
    network: 'visa',
    name: 'VAMP excessive',
    counts: 'warnings and chargebacks',
    over: 'same month',
    ratio: 0.022,
    numberMin: 1_500,
    since: '2025-06',
    until: '2026-03',
  },
  {
    network: 'visa',
    name: 'VAMP excessive',
    counts: 'warnings and chargebacks',
    over: 'same month',
    ratio: 0.015,
    numberMin: 1_500,
    since: '2026-04',
  },
  {
    network: 'mastercard',
    name: 'ECM',
    counts: 'chargebacks',
    over: 'month before',
    ratio: 0.015,
    numberMin: 100,
    since: '2019-10',
  },
  {
    network: 'mastercard',
    name: 'HECM',
    counts: 'chargebacks',
    over: 'month before',
    ratio: 0.03,
    numberMin: 300,
    since: '2019-10',
  },
  {
    network: 'mastercard',
    name: 'EFM',
    counts: 'fraud chargebacks',
    over: 'month before',
    ratio: 0.005,
    numberMin: 1,
    amountMin: 50_000,
    salesMin: 1_000,
    since: '2019-10',
  },
]

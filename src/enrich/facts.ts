import type { Value } from '../model/decision.ts'
import type { Payment } from '../model/payment.ts'

/**
 * A payment and what was derived from it. Derived groups (ip, email, address, card …) are computed on first use, because
 * most payments never need most of them.
 */
export interface Facts {
  readonly payment: Payment
  /** Whole minor units of the base currency; absent when the policy has no rate for the payment's currency. */
  readonly amountBaseMinor: number | undefined
}

/** One row of the catalogue: a name that conditions, reasons and velocities may use. */
export interface FactName {
  name: string
  type: 'number' | 'text' | 'boolean' | 'texts'
  /** `payment`: a field as it came in. `derived`: worked out by the enrich room, shown in decisions under `facts`. */
  from: 'payment' | 'derived'
  /** One line for the glossary, for a reader who is no programmer. */
  help: string
  example: string
  read(facts: Facts): Value | undefined
  /** Where a velocity counts by something other than the plain value: an IPv6 address by its /64, a private one not at all. */
  key?(facts: Facts): string | undefined
}

/** Amounts in other currencies are brought to the base currency at these rates, rounded half away from zero to its minor unit. */
export interface MoneyRates {
  base: string
  /** One unit of the currency in units of the base currency. */
  rates: ReadonlyMap<string, number>
}

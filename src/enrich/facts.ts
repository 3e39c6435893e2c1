import type { Value } from '../model/decision.ts'
import type { Payment } from '../model/payment.ts'
import type { AddressFacts } from './address.ts'
import type { AddressComparison } from './address-match.ts'
import type { EmailFacts } from './email.ts'
import type { IpFacts } from './ip.ts'
import type { OrderFacts } from './order.ts'
import type { ForwarderSign } from './shipping-signs.ts'

/**
 * A payment and what was derived from it. Derived groups (ip, email, address, card …) are computed on first use, because
 * most payments never need most of them.
 */
export interface Facts {
  readonly payment: Payment
  /** Whole minor units of the base currency; absent when the policy has no rate for the payment's currency. */
  readonly amountBaseMinor: number | undefined
  readonly money: MoneyRates
  readonly ip: IpFacts | undefined
  readonly email: EmailFacts | undefined
  readonly billing: AddressFacts | undefined
  readonly shipping: AddressFacts | undefined
  /** Billing against shipping. */
  readonly addresses: AddressComparison
  readonly forwarderSign: ForwarderSign | undefined
  readonly order: OrderFacts | undefined
  /** Hour of the day where the customer is, 0 to 23. */
  readonly localHour: number | undefined
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
  /** Working it out takes microseconds, so that cheaper lines of a rule are asked before it. */
  isCostly?: true
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

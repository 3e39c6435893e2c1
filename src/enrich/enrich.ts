import type { Payment } from '../model/payment.ts'
import { AddressFacts } from './address.ts'
import { type AddressComparison, compareAddresses } from './address-match.ts'
import { toBaseMinor } from './base-amount.ts'
import { zoneOfCountry } from './country-zones.ts'
import { type EmailFacts, emailFacts } from './email.ts'
import type { Facts, MoneyRates } from './facts.ts'
import { type IpFacts, ipFacts } from './ip.ts'
import { hourIn } from './local-time.ts'
import { type OrderFacts, orderFacts } from './order.ts'
import { type ForwarderSign, forwarderSign } from './shipping-signs.ts'

/** A payment with everything that can be derived from it. Costs nothing but the object until a group is read. */
export function enrich(payment: Payment, money: MoneyRates): Facts {
  return new PaymentFacts(payment, money)
}

/** `null` stands for not yet worked out, since `undefined` means absent. */
class PaymentFacts implements Facts {
  readonly payment: Payment
  readonly money: MoneyRates
  private knownAmount: number | undefined | null = null
  private knownIp: IpFacts | undefined | null = null
  private knownEmail: EmailFacts | undefined | null = null
  private knownBilling: AddressFacts | undefined | null = null
  private knownShipping: AddressFacts | undefined | null = null
  private knownAddresses: AddressComparison | null = null
  private knownOrder: OrderFacts | undefined | null = null

  constructor(payment: Payment, money: MoneyRates) {
    this.payment = payment
    this.money = money
  }

  get amountBaseMinor(): number | undefined {
    if (this.knownAmount === null) {
      this.knownAmount = toBaseMinor(this.payment.amountMinor, this.payment.currency, this.money)
    }
    return this.knownAmount
  }

  get ip(): IpFacts | undefined {
    if (this.knownIp === null) {
      const { ip } = this.payment
      this.knownIp = ip === undefined ? undefined : ipFacts(ip)
    }
    return this.knownIp
  }

  get email(): EmailFacts | undefined {
    if (this.knownEmail === null) {
      const { customer, billing } = this.payment
      const email = customer?.email
      this.knownEmail = email === undefined ? undefined : emailFacts(email, customer?.name ?? billing?.name)
    }
    return this.knownEmail
  }

  get billing(): AddressFacts | undefined {
    if (this.knownBilling === null) {
      const { billing } = this.payment
      this.knownBilling = billing === undefined ? undefined : new AddressFacts(billing)
    }
    return this.knownBilling
  }

  get shipping(): AddressFacts | undefined {
    if (this.knownShipping === null) {
      const { shipping } = this.payment
      this.knownShipping = shipping === undefined ? undefined : new AddressFacts(shipping)
    }
    return this.knownShipping
  }

  get addresses(): AddressComparison {
    this.knownAddresses ??= compareAddresses(this.billing, this.shipping)
    return this.knownAddresses
  }

  get forwarderSign(): ForwarderSign | undefined {
    const { shipping, billing } = this
    if (shipping === undefined) return undefined
    const same =
      billing !== undefined && billing.line.street === shipping.line.street && billing.line.unit === shipping.line.unit
    return forwarderSign(shipping, same)
  }

  get order(): OrderFacts | undefined {
    if (this.knownOrder === null) {
      const items = this.payment.order?.items
      this.knownOrder = items === undefined ? undefined : orderFacts(items)
    }
    return this.knownOrder
  }

  /** By the time zone of the IP address, else of the billing country where it has one main zone. */
  get localHour(): number | undefined {
    const country = this.payment.billing?.country
    const zone = (this.ip?.isPublic ? this.ip.geo.timeZone : undefined) ?? (country && zoneOfCountry(country))
    return zone ? hourIn(zone, this.payment.occurredAtMs) : undefined
  }
}

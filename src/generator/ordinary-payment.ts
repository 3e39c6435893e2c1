import { type Customer, makeDevice } from './customer.ts'
import { makeOrder } from './order.ts'
import type { AddressJson, PaymentJson } from './payment-json.ts'
import { abroadIp, ipIn, makeAddress, makePerson } from './person.ts'
import { PLACES } from './places.ts'
import type { Random } from './random.ts'
import { CATEGORIES, type Category } from './shop.ts'

const DAY_MS = 86_400_000
const CARRIER_ADDRESSES = 24

/** One honest payment, with the noise of honest life. It moves the customer's own state on. */
export function ordinaryPayment(
  random: Random,
  customer: Customer,
  offices: readonly string[],
  timeMs: number,
): PaymentJson {
  moveOn(random, customer, timeMs)
  const category = random.weighted(CATEGORIES)
  const treat = random.chance(0.012) ? random.between(3, 7) : 1
  const usd = random.logNormal(customer.usualUsd * category.factor * treat, 0.45)
  const { amount, currency, order } = makeOrder(random, customer.place.country, category, usd)
  const card = random.chance(0.85) ? customer.cards[0]! : random.pick(customer.cards)
  const byPhone = random.chance(0.02)
  const device = random.chance(0.8) ? customer.devices[0]! : random.pick(customer.devices)
  const payment: PaymentJson = {
    id: '',
    occurredAt: new Date(timeMs).toISOString(),
    status: 'authorized',
    amount,
    currency,
    method: 'card',
    channel: byPhone ? 'phone' : device.mobile && random.chance(0.5) ? 'app' : 'web',
    merchant: { id: category.merchantId },
    customer: {
      id: customer.id,
      email: customer.email,
      name: `${customer.given} ${customer.family}`,
      phone: customer.phone,
      createdAt: new Date(Math.floor(customer.createdAtMs)).toISOString(),
    },
    card: { ...card, avs: random.chance(0.93) ? 'Y' : random.pick(['A', 'Z', 'N', 'U']) },
    billing: customer.address,
    order,
  }
  if (!byPhone) {
    payment.card.cvc = random.chance(0.985) ? 'M' : 'N'
    payment.ip = currentIp(random, customer, offices, timeMs, device.mobile)
    payment.device = { id: device.id, userAgent: device.userAgent }
  }
  const shipping = shippingFor(random, customer, category)
  if (shipping) payment.shipping = shipping
  if (random.chance(0.025)) {
    payment.status = 'declined'
    payment.declineCode = random.pick(['insufficient_funds', 'insufficient_funds', 'do_not_honor', 'expired_card'])
  }
  customer.paymentsMade++
  customer.lastPaymentAtMs = timeMs
  return payment
}

/** New phones, house moves, new addresses from the provider, and holidays. */
function moveOn(random: Random, customer: Customer, timeMs: number): void {
  if (random.chance(0.015)) customer.devices.unshift(makeDevice(random))
  if (random.chance(0.002)) {
    customer.address = makeAddress(random, customer.place, customer.address.name)
    customer.homeIp = ipIn(random, random.pick(customer.place.networks))
  }
  if (timeMs >= customer.ipChangesAtMs) {
    customer.homeIp = ipIn(random, random.pick(customer.place.networks))
    customer.ipChangesAtMs = timeMs + random.exponential(12 * DAY_MS)
  }
  if (timeMs < customer.tripEndsAtMs) return
  customer.tripIp = undefined
  // Nobody is abroad within hours of an order from home.
  if (random.chance(0.007) && timeMs - customer.lastPaymentAtMs > DAY_MS / 2) {
    customer.tripIp = abroadIp(random, customer.place.country)
    customer.tripEndsAtMs = timeMs + random.between(2, 12) * DAY_MS
  }
}

function currentIp(
  random: Random,
  customer: Customer,
  offices: readonly string[],
  timeMs: number,
  mobile: boolean,
): string {
  if (customer.vpnIp) return customer.vpnIp
  if (customer.tripIp) return customer.tripIp
  const localHour = (timeMs / 3_600_000 + customer.place.utcOffsetHours) % 24
  const weekday = new Date(timeMs).getUTCDay()
  const atWork = weekday >= 1 && weekday <= 5 && localHour >= 9 && localHour < 17
  if (customer.office !== undefined && atWork && random.chance(0.7)) return offices[customer.office]!
  if (mobile && random.chance(0.25)) return carrierIp(random, customer)
  const network6 = customer.homeNetwork6
  return network6
    ? `${network6}:${hextet(random)}:${hextet(random)}:${hextet(random)}:${hextet(random)}`
    : customer.homeIp
}

/** One group of an IPv6 address, never zero, so that the text is already in its shortest form. */
function hextet(random: Random): string {
  return random.whole(1, 65535).toString(16)
}

/** Mobile carriers put a whole city behind a few addresses. */
function carrierIp(random: Random, customer: Customer): string {
  return `${customer.place.networks[0]!}.250.${random.whole(1, CARRIER_ADDRESSES)}`
}

/** Mostly home; sometimes written a little differently, to a friend, or to a parcel company. */
function shippingFor(
  random: Random,
  customer: Customer,
  category: Category,
): (AddressJson & { method: string }) | undefined {
  if (category.digital) return undefined
  const method = random.chance(0.2) ? 'express' : 'standard'
  const home = customer.address
  const style = random.next()
  if (style < 0.87) return { ...home, method }
  if (style < 0.92) return { ...home, line1: sloppy(random, home.line1), method }
  if (style < 0.985) {
    const abroad = random.chance(0.08)
    const near = PLACES.filter(place => (place.country === home.country) !== abroad)
    return { ...makePerson(random, random.pick(near)).address, method }
  }
  if (style < 0.987)
    return { ...home, line1: `${random.whole(100, 9900)} NW 25th St`, line2: `Suite ${random.fill('####')}`, method }
  return { ...makeAddress(random, customer.place, home.name), method }
}

function sloppy(random: Random, line: string): string {
  return random.chance(0.5) ? line.toUpperCase() : `${line.replace(/ (St|Street)$/, ' Str.')} `
}

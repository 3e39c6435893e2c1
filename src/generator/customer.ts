import { BROWSERS } from './browsers.ts'
import type { AddressJson, CardJson } from './payment-json.ts'
import { disposableEmail, hostingIp, ipIn, makeCard, makeEmail, makePerson, randomEmail, typoEmail } from './person.ts'
import { COUNTRIES, PLACES, type Place } from './places.ts'
import type { Random } from './random.ts'

export interface Device {
  id: string
  userAgent: string
  mobile: boolean
}

/** A customer with habits. The stream changes it as it goes: a new phone, a move, a holiday. */
export interface Customer {
  id: string
  given: string
  family: string
  email: string
  phone: string
  place: Place
  address: AddressJson
  cards: CardJson[]
  devices: Device[]
  createdAtMs: number
  /** The usual order, in dollars. */
  usualUsd: number
  homeIp: string
  /** IPv6 customers get a new address in the same /64 each time. */
  homeNetwork6?: string
  /** Set when all traffic goes through a VPN. */
  vpnIp?: string
  /** Set when the customer also buys at work. */
  office?: number
  ipChangesAtMs: number
  tripIp: string | undefined
  tripEndsAtMs: number
  paymentsMade: number
  lastPaymentAtMs: number
}

/**
 * Makes a customer who pays for the first time at `nowMs`. One in four has just signed up; the others have been
 * customers for long. `neighbour` may share the household: address, family name and line.
 */
export function makeCustomer(random: Random, nowMs: number, offices: number, neighbour?: Customer): Customer {
  const household = neighbour !== undefined && random.chance(0.15) ? neighbour : undefined
  const place = household?.place ?? random.weighted(PLACES)
  const person = makePerson(random, place)
  const family = household?.family ?? person.family
  const isNew = random.chance(0.25)
  const customer: Customer = {
    id: `c_${random.hex(8)}`,
    given: person.given,
    family,
    email: honestEmail(random, person.given, family),
    phone: random.fill(COUNTRIES[place.country]!.phone),
    place,
    address: { ...(household?.address ?? person.address), name: `${person.given} ${family}` },
    // Some live abroad and kept the card of their old country.
    cards: [makeCard(random, random.chance(0.03) ? random.weighted(PLACES).country : place.country)],
    devices: [makeDevice(random)],
    createdAtMs: nowMs - (isNew ? random.between(3, 90) * 60_000 : (10 + random.exponential(400)) * 86_400_000),
    usualUsd: random.logNormal(48, 0.55),
    homeIp: household?.homeIp ?? ipIn(random, random.pick(place.networks)),
    ipChangesAtMs: random.chance(0.3) ? nowMs + random.exponential(12 * 86_400_000) : Number.POSITIVE_INFINITY,
    tripIp: undefined,
    tripEndsAtMs: 0,
    paymentsMade: 0,
    lastPaymentAtMs: 0,
  }
  if (random.chance(0.2)) customer.cards.push(makeCard(random, place.country))
  if (random.chance(0.4)) customer.devices.push(makeDevice(random))
  if (random.chance(0.12)) customer.homeNetwork6 = `${place.network6}:${random.hex(4)}:${random.hex(4)}`
  if (random.chance(0.015)) customer.vpnIp = hostingIp(random)
  else if (random.chance(0.2)) customer.office = random.whole(0, offices - 1)
  return customer
}

export function makeDevice(random: Random): Device {
  const browser = random.weighted(BROWSERS)
  return { id: `dev_${random.hex(10)}`, userAgent: browser.userAgent, mobile: browser.mobile }
}

/** Honest people, too, mistype their address, hide behind a throw-away one, or have an odd one. */
function honestEmail(random: Random, given: string, family: string): string {
  const style = random.next()
  if (style < 0.005) return disposableEmail(random)
  if (style < 0.012) return typoEmail(random, given, family)
  if (style < 0.017) return randomEmail(random)
  return makeEmail(random, given, family)
}

import { makeDevice } from '../customer.ts'
import { makeOrder } from '../order.ts'
import type { AddressJson, CardJson, PaymentJson } from '../payment-json.ts'
import { makeAddress, type Person } from '../person.ts'
import { COUNTRIES, PLACES } from '../places.ts'
import { category } from '../shop.ts'
import type { Scene } from './pattern.ts'

export interface FraudDraft {
  atMs: number
  /** Whose name, billing address and currency are used. */
  person: Person
  email: string
  customerId?: string
  createdAtMs?: number
  card: CardJson
  ip: string
  device?: { id: string; userAgent: string }
  usd: number
  things?: number
  goods: string
  ship?: AddressJson | 'home'
  declineCode?: string | undefined
}

/** Fills in what a fraudulent payment shares with every other one. */
export function fraudPayment(scene: Scene, draft: FraudDraft): PaymentJson {
  const { random } = scene
  const goods = category(draft.goods)
  const { person } = draft
  const device = draft.device ?? makeDevice(random)
  const order = makeOrder(random, person.place.country, goods, draft.usd, draft.things ?? random.whole(1, 3))
  const declined = draft.declineCode !== undefined
  const payment: PaymentJson = {
    id: '',
    occurredAt: new Date(Math.floor(draft.atMs)).toISOString(),
    status: declined ? 'declined' : 'authorized',
    ...(declined ? { declineCode: draft.declineCode! } : {}),
    amount: order.amount,
    currency: order.currency,
    method: 'card',
    channel: 'web',
    merchant: { id: goods.merchantId },
    customer: {
      id: draft.customerId ?? scene.newCustomerId(),
      email: draft.email,
      name: `${person.given} ${person.family}`,
      phone: random.fill(COUNTRIES[person.place.country]!.phone),
      createdAt: new Date(Math.floor(draft.createdAtMs ?? draft.atMs - random.between(1, 40) * 60_000)).toISOString(),
    },
    card: {
      ...draft.card,
      avs: random.chance(0.6) ? 'Y' : random.pick(['N', 'A', 'Z']),
      cvc: random.chance(0.85) ? 'M' : 'N',
    },
    ip: draft.ip,
    device: { id: device.id, userAgent: device.userAgent },
    billing: person.address,
    order: order.order,
  }
  if (draft.ship && !goods.digital) {
    const to = draft.ship === 'home' ? person.address : draft.ship
    payment.shipping = { ...to, method: random.chance(0.6) ? 'express' : 'standard' }
  }
  return payment
}

/** Parcel companies near large airports, where goods leave the country. */
const FORWARDERS = [
  { line1: '7950 NW 77th St', city: 'Miami', region: 'FL', postalCode: '33166', mark: 'Suite' },
  { line1: '1201 N Market St', city: 'Wilmington', region: 'DE', postalCode: '19801', mark: 'PMB' },
  { line1: '42 Freight Way', city: 'Portland', region: 'OR', postalCode: '97230', mark: 'Unit' },
] as const

export function forwarder(scene: Scene, name: string): AddressJson {
  const { mark, ...place } = scene.random.pick(FORWARDERS)
  return { name, ...place, line2: `${mark} ${scene.random.fill('#####')}`, country: 'US' }
}

/** A place to pick parcels up, in the same country. */
export function dropAddress(scene: Scene, person: Person, name: string): AddressJson {
  const { random } = scene
  const near = PLACES.filter(place => place.country === person.place.country)
  return makeAddress(random, random.pick(near), name)
}

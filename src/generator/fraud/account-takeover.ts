import { makeDevice } from '../customer.ts'
import { abroadIp, hostingIp, ipIn, makePerson } from '../person.ts'
import { dropAddress, forwarder, fraudPayment } from './fraud-payment.ts'
import type { Pattern } from './pattern.ts'

/** A stranger signs in to a customer's account from a new machine and spends many times the usual. */
export const accountTakeover: Pattern = {
  name: 'account-takeover',
  goesPerDeal: 8,
  commit(scene) {
    const { random } = scene
    const customer = scene.victim()
    if (!customer) return []
    const origin = random.next()
    const ip =
      origin < 0.65
        ? abroadIp(random, customer.place.country)
        : origin < 0.85
          ? hostingIp(random)
          : ipIn(random, random.pick(customer.place.networks))
    const device = makeDevice(random)
    const person = { given: customer.given, family: customer.family, place: customer.place, address: customer.address }
    const payments = []
    let atMs = scene.startMs
    for (let left = random.whole(1, 3); left > 0; left--) {
      const name = makePerson(random, customer.place).address.name
      payments.push(
        fraudPayment(scene, {
          atMs,
          person,
          email: customer.email,
          customerId: customer.id,
          createdAtMs: customer.createdAtMs,
          card: customer.cards[0]!,
          ip,
          device,
          usd: Math.max(120, customer.usualUsd * random.between(4, 11)),
          goods: random.pick(['electronics', 'electronics', 'gift_card', 'jewelry']),
          ship: random.chance(0.3) ? forwarder(scene, name) : dropAddress(scene, person, name),
        }),
      )
      atMs += random.between(3, 40) * 60_000
    }
    return payments
  },
}

import { makeDevice } from '../customer.ts'
import { ipIn, makeCard, makeEmail, makePerson, randomEmail } from '../person.ts'
import { PLACES } from '../places.ts'
import { dropAddress, fraudPayment } from './fraud-payment.ts'
import type { Pattern } from './pattern.ts'

/** One machine works through a handful of stolen cards, each time from another rented home address. */
export const manyCardsOneDevice: Pattern = {
  name: 'many-cards-one-device',
  goesPerDeal: 2,
  commit(scene) {
    const { random } = scene
    const place = random.weighted(PLACES)
    const device = makeDevice(random)
    const payments = []
    let atMs = scene.startMs
    for (let left = random.whole(4, 8); left > 0; left--) {
      const person = makePerson(random, place)
      payments.push(
        fraudPayment(scene, {
          atMs,
          person,
          email: random.chance(0.5) ? randomEmail(random) : makeEmail(random, person.given, person.family),
          card: makeCard(random, place.country),
          ip: ipIn(random, random.pick(place.networks)),
          device,
          usd: random.between(120, 600),
          goods: random.pick(['electronics', 'sports', 'gift_card']),
          ship: dropAddress(scene, person, person.address.name),
          declineCode: random.chance(0.3) ? 'do_not_honor' : undefined,
        }),
      )
      atMs += random.exponential(25 * 60_000)
    }
    return payments
  },
}

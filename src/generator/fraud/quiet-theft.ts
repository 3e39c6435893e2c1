import { ipIn, makeCard, makeEmail, makePerson } from '../person.ts'
import { PLACES } from '../places.ts'
import { dropAddress, fraudPayment } from './fraud-payment.ts'
import type { Pattern } from './pattern.ts'

/** A careful thief who looks like any new customer. Rules are not expected to find it; leaving it out would flatter them. */
export const quietTheft: Pattern = {
  name: 'quiet-theft',
  goesPerDeal: 5,
  commit(scene) {
    const { random } = scene
    const person = makePerson(random, random.weighted(PLACES))
    return [
      fraudPayment(scene, {
        atMs: scene.startMs,
        person,
        email: makeEmail(random, person.given, person.family),
        createdAtMs: scene.startMs - random.between(1, 20) * 86_400_000,
        card: makeCard(random, person.place.country),
        ip: ipIn(random, random.pick(person.place.networks)),
        usd: random.logNormal(130, 0.4),
        goods: random.pick(['electronics', 'fashion', 'sports']),
        ship: random.chance(0.5) ? 'home' : dropAddress(scene, person, person.address.name),
      }),
    ]
  },
}

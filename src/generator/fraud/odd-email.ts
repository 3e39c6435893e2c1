import { abroadIp, disposableEmail, ipIn, makeCard, makeEmail, makePerson, randomEmail, typoEmail } from '../person.ts'
import { PLACES } from '../places.ts'
import { dropAddress, fraudPayment } from './fraud-payment.ts'
import type { Pattern } from './pattern.ts'

/** A single order with a stranger's card under an address that nobody reads: random, mistyped, or another person's. */
export const oddEmail: Pattern = {
  name: 'odd-email',
  goesPerDeal: 8,
  commit(scene) {
    const { random } = scene
    const person = makePerson(random, random.weighted(PLACES))
    const other = makePerson(random, person.place)
    const style = random.next()
    const email =
      style < 0.4
        ? randomEmail(random)
        : style < 0.6
          ? disposableEmail(random)
          : style < 0.75
            ? typoEmail(random, person.given, person.family)
            : makeEmail(random, other.given, other.family)
    const abroad = random.chance(0.55)
    return [
      fraudPayment(scene, {
        atMs: scene.startMs,
        person,
        email,
        card: makeCard(random, person.place.country),
        ip: abroad ? abroadIp(random, person.place.country) : ipIn(random, random.pick(person.place.networks)),
        usd: random.logNormal(260, 0.5),
        goods: random.pick(['electronics', 'fashion', 'gift_card', 'sports']),
        ship: random.chance(0.6) ? dropAddress(scene, person, other.address.name) : 'home',
      }),
    ]
  },
}

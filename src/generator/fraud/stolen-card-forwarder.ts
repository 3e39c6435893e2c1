import { abroadIp, hostingIp, ipIn, makeCard, makeEmail, makePerson, randomEmail } from '../person.ts'
import { PLACES } from '../places.ts'
import { forwarder, fraudPayment } from './fraud-payment.ts'
import type { Pattern } from './pattern.ts'

/** A new account with a stranger's card makes a large first order and has it sent to a freight forwarder. */
export const stolenCardForwarder: Pattern = {
  name: 'stolen-card-forwarder',
  goesPerDeal: 9,
  commit(scene) {
    const { random } = scene
    const person = makePerson(random, random.weighted(PLACES))
    const { country } = person.place
    const origin = random.next()
    const ip =
      origin < 0.4
        ? ipIn(random, random.pick(person.place.networks))
        : origin < 0.7
          ? abroadIp(random, country)
          : hostingIp(random)
    const email = random.chance(0.6) ? makeEmail(random, person.given, person.family) : randomEmail(random)
    return [
      fraudPayment(scene, {
        atMs: scene.startMs,
        person,
        email,
        card: makeCard(random, country),
        ip,
        usd: random.logNormal(850, 0.45),
        goods: random.chance(0.7) ? 'electronics' : 'jewelry',
        ship: forwarder(
          scene,
          random.chance(0.5) ? person.address.name : makePerson(random, person.place).address.name,
        ),
      }),
    ]
  },
}

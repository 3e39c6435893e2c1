import { disposableEmail, ipIn, makeCard, makePerson, randomEmail } from '../person.ts'
import { HOSTING, PLACES } from '../places.ts'
import { dropAddress, fraudPayment } from './fraud-payment.ts'
import type { Pattern } from './pattern.ts'

/** One group, many throw-away accounts and cards, one small network, one door that the parcels go to. */
export const disposableRing: Pattern = {
  name: 'disposable-ring',
  goesPerDeal: 2,
  commit(scene) {
    const { random } = scene
    const place = random.weighted(PLACES)
    const network = ipIn(random, random.pick(random.pick(HOSTING).networks)).replace(/\.\d+$/, '')
    const boss = makePerson(random, place)
    const drop = dropAddress(scene, boss, boss.address.name)
    const payments = []
    let atMs = scene.startMs
    for (let left = random.whole(4, 9); left > 0; left--) {
      const person = makePerson(random, place)
      payments.push(
        fraudPayment(scene, {
          atMs,
          person,
          email: random.chance(0.8) ? disposableEmail(random) : randomEmail(random),
          card: makeCard(random, place.country),
          ip: `${network}.${random.whole(1, 254)}`,
          usd: random.between(70, 320),
          goods: random.pick(['fashion', 'beauty', 'electronics']),
          ship: drop,
        }),
      )
      atMs += random.exponential(45 * 60_000)
    }
    return payments
  },
}

import { abroadIp, disposableEmail, ipIn, makeCard, makeEmail, makePerson, randomEmail } from '../person.ts'
import { PLACES } from '../places.ts'
import { dropAddress, fraudPayment } from './fraud-payment.ts'
import type { Pattern } from './pattern.ts'

/** One stolen card is used under a new account each time, so that no account looks busy. */
export const manyEmailsOneCard: Pattern = {
  name: 'many-emails-one-card',
  goesPerDeal: 2,
  commit(scene) {
    const { random } = scene
    const place = random.weighted(PLACES)
    const owner = makePerson(random, place)
    const card = makeCard(random, place.country)
    const payments = []
    let atMs = scene.startMs
    for (let left = random.whole(3, 6); left > 0; left--) {
      const alias = makePerson(random, place)
      const style = random.next()
      payments.push(
        fraudPayment(scene, {
          atMs,
          person: { ...owner, given: alias.given },
          email:
            style < 0.4
              ? randomEmail(random)
              : style < 0.6
                ? disposableEmail(random)
                : makeEmail(random, alias.given, alias.family),
          card,
          ip: random.chance(0.35) ? abroadIp(random, place.country) : ipIn(random, random.pick(place.networks)),
          usd: random.between(60, 380),
          goods: random.pick(['fashion', 'electronics', 'games']),
          ship: dropAddress(scene, owner, alias.address.name),
        }),
      )
      atMs += random.exponential(90 * 60_000)
    }
    return payments
  },
}

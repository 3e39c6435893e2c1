import { makeDevice } from '../customer.ts'
import { abroadIp, disposableEmail, hostingIp, makeCard, makePerson, randomEmail } from '../person.ts'
import { PLACES } from '../places.ts'
import { fraudPayment } from './fraud-payment.ts'
import type { Pattern } from './pattern.ts'

/** A bought list of cards is tried with small amounts from one machine; a card that works then buys something. */
export const cardTesting: Pattern = {
  name: 'card-testing',
  goesPerDeal: 2,
  commit(scene) {
    const { random } = scene
    const ip = random.chance(0.6) ? hostingIp(random) : abroadIp(random, '')
    const device = makeDevice(random)
    const place = random.weighted(PLACES)
    let atMs = scene.startMs
    let working = makeCard(random, place.country)
    const payments = []
    const attempts = random.whole(6, 16)
    for (let attempt = 0; attempt < attempts; attempt++) {
      atMs += random.between(4, 70) * 1000
      const card = makeCard(random, random.chance(0.7) ? place.country : random.weighted(PLACES).country)
      const works = random.chance(0.35)
      if (works) working = card
      payments.push(
        fraudPayment(scene, {
          atMs,
          person: makePerson(random, place),
          email: random.chance(0.5) ? randomEmail(random) : disposableEmail(random),
          card,
          ip,
          device: random.chance(0.7) ? device : makeDevice(random),
          usd: random.between(0.6, 6),
          things: 1,
          goods: random.chance(0.7) ? 'games' : 'books',
          ship: 'home',
          declineCode: works ? undefined : random.pick(['do_not_honor', 'invalid_cvc', 'stolen_card', 'expired_card']),
        }),
      )
    }
    if (random.chance(0.6)) {
      const person = makePerson(random, place)
      const goods = random.chance(0.5) ? 'gift_card' : 'electronics'
      atMs += random.between(2, 25) * 60_000
      payments.push(
        fraudPayment(scene, {
          atMs,
          person,
          email: randomEmail(random),
          card: working,
          ip,
          device,
          usd: random.between(180, 700),
          goods,
          ship: 'home',
        }),
      )
    }
    return payments
  },
}

import { accountTakeover } from './account-takeover.ts'
import { cardTesting } from './card-testing.ts'
import { disposableRing } from './disposable-ring.ts'
import { manyCardsOneDevice } from './many-cards-one-device.ts'
import { manyEmailsOneCard } from './many-emails-one-card.ts'
import { oddEmail } from './odd-email.ts'
import type { Pattern } from './pattern.ts'
import { quietTheft } from './quiet-theft.ts'
import { stolenCardForwarder } from './stolen-card-forwarder.ts'

export const FRAUD_PATTERNS: readonly Pattern[] = [
  cardTesting,
  stolenCardForwarder,
  accountTakeover,
  disposableRing,
  manyCardsOneDevice,
  oddEmail,
  manyEmailsOneCard,
  quietTheft,
]

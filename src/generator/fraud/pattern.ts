import type { Customer } from '../customer.ts'
import type { PaymentJson } from '../payment-json.ts'
import type { Random } from '../random.ts'

/** What a fraudster can work with. */
export interface Scene {
  random: Random
  startMs: number
  /** A customer who already has at least five payments, if there is one yet. */
  victim(): Customer | undefined
  /** A customer id that nobody has yet. */
  newCustomerId(): string
}

/** A way to commit fraud. `commit` gives the payments of one go, or none when the scene offers no chance. */
export interface Pattern {
  name: string
  /** How often it comes in one deal of all patterns; card testing is rare, but comes in dozens of payments. */
  goesPerDeal: number
  commit(scene: Scene): PaymentJson[]
}

import type { OutcomeStage } from '../model/outcome.ts'
import type { MadeOutcome } from './made-outcome.ts'
import type { Random } from './random.ts'

const DAY_MS = 86_400_000

/** What every step of one dispute says. */
export type DisputeBasis = Pick<
  MadeOutcome,
  'paymentId' | 'merchant' | 'amount' | 'currency' | 'reason' | 'network' | 'networkReason' | 'disputeId'
>

/**
 * The steps of one dispute, first to last: a quarter begin as an inquiry, which may end there; a chargeback asks for an answer, is
 * looked at by the bank and won or lost; some that were won come a second time.
 */
export function disputeSteps(random: Random, basis: DisputeBasis, beganMs: number): MadeOutcome[] {
  const steps: MadeOutcome[] = []
  let atMs = beganMs
  const add = (type: 'dispute' | 'chargeback', stage: OutcomeStage, answerDays?: number): void => {
    steps.push({
      type,
      id: `${type}_${basis.disputeId}`,
      ...basis,
      occurredAt: iso(atMs),
      status: stage,
      stage,
      ...(answerDays === undefined ? {} : { deadline: iso(atMs + answerDays * DAY_MS) }),
    })
  }
  const wait = (low: number, high: number): void => {
    atMs += random.between(low, high) * DAY_MS
  }

  if (random.chance(0.25)) {
    add('dispute', 'needs_response', 10)
    wait(3, 12)
    if (random.chance(0.4)) {
      add('dispute', 'closed')
      return steps
    }
  }
  add('chargeback', 'needs_response', 14)
  wait(2, 12)
  if (random.chance(0.4)) {
    add('chargeback', 'lost')
    return steps
  }
  add('chargeback', 'under_review')
  wait(15, 50)
  const isWon = random.chance(0.4)
  add('chargeback', isWon ? 'won' : 'lost')
  if (!isWon || !random.chance(0.2)) return steps
  wait(10, 25)
  add('chargeback', 'second', 10)
  wait(5, 15)
  add('chargeback', 'pre_arbitration', 10)
  wait(10, 30)
  add('chargeback', random.chance(0.5) ? 'pre_arbitration_won' : 'pre_arbitration_lost')
  return steps
}

export function iso(ms: number): string {
  return new Date(Math.floor(ms)).toISOString()
}

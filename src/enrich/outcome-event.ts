import type { Outcome, OutcomeType } from '../model/outcome.ts'
import type { OutcomeEvent, OutcomeKind } from '../velocity/outcome-event.ts'
import { toBaseMinor } from './base-amount.ts'
import type { MoneyRates } from './facts.ts'

const KINDS: Readonly<Record<Exclude<OutcomeType, 'notice'>, OutcomeKind>> = {
  refund: 'refund',
  dispute: 'dispute',
  chargeback: 'chargeback',
  early_fraud_warning: 'warning',
  decline: 'decline',
}

/**
 * An outcome as the velocity store counts it; undefined for a notice, which is about no payment, for a step of a
 * dispute that names none, and for a refund that failed, which moved no money.
 */
export function outcomeEvent(outcome: Outcome, money: MoneyRates): OutcomeEvent | undefined {
  const { type, id, merchantId, paymentId, countedAtMs: timeMs, amountMinor, currency } = outcome
  if (type === 'refund' && outcome.stage === 'failed') return undefined
  if (type === 'notice' || paymentId === undefined) return undefined
  const isWhole = amountMinor === undefined || currency === undefined
  const amount = isWhole ? undefined : (toBaseMinor(amountMinor, currency, money) ?? Number.NaN)
  return { kind: KINDS[type], merchantId, id, paymentId, timeMs, amountMinor: amount }
}

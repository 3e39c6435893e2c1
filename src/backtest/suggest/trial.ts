import type { Action } from '../../model/decision.ts'
import type { ActionsAround } from '../actions-around.ts'
import type { Truth } from '../truth.ts'

/** A payment as far as weighing asks for it. */
export interface KeptPayment {
  occurredAtMs: number
  amountMinor: number | undefined
  truth: Truth
  action: Action
}

/** Payments that are alike in what each variant of a rule makes of them. */
export interface Cohort {
  /** Whether the rule hits, by variant. */
  hits: readonly boolean[]
  actions: ActionsAround
  /** Indexes of kept payments. */
  payments: number[]
}

/** One change to one rule that is tried in several variants. Payments that no variant hits are left out. */
export class Trial {
  private readonly byPattern = new Map<string, Cohort>()

  add(payment: number, hits: readonly boolean[], actions: ActionsAround): void {
    const pattern = `${hits.map(Number).join('')} ${actions.hit} ${actions.missed}`
    const cohort = this.byPattern.get(pattern)
    if (cohort === undefined) this.byPattern.set(pattern, { hits, actions, payments: [payment] })
    else cohort.payments.push(payment)
  }

  get cohorts(): readonly Cohort[] {
    return [...this.byPattern.values()]
  }
}

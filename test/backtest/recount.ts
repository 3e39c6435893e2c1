import { toBaseMinor } from '../../src/enrich/base-amount.ts'
import type { MoneyRates } from '../../src/enrich/facts.ts'
import type { Decision } from '../../src/model/decision.ts'
import { parseAmount } from './parse-amount.ts'

/** A decision beside what is known of its payment. */
export interface Known {
  decision: Decision
  amount: number
  label: string
}

/** Decisions of `tripline score` with amounts in cents of the base currency, and labels of a list of all fraud. */
export function known(decisions: Decision[], payments: string[], labels: string[], money: MoneyRates): Known[] {
  const amounts = new Map(
    payments
      .map(line => JSON.parse(line) as { id: string; amount: string; currency: string })
      .map(({ id, amount, currency }) => [id, toBaseMinor(parseAmount(amount, currency), currency, money) ?? 0]),
  )
  const listed = new Map(labels.slice(1).map(line => line.split(',') as [string, string]))
  return decisions.map(decision => ({
    decision,
    amount: amounts.get(decision.paymentId)!,
    label: listed.get(decision.paymentId) ?? 'legit',
  }))
}

export function sumOf(some: Known[]): { payments: number; amount: number } {
  return { payments: some.length, amount: some.reduce((sum, { amount }) => sum + amount, 0) / 100 }
}

export function isFlagged({ decision }: Known): boolean {
  return decision.action !== 'allow'
}

export function isFraud({ label }: Known): boolean {
  return label !== 'legit'
}

export function hitsOf({ decision }: Known): string[] {
  return [...decision.hits, ...(decision.shadowHits ?? [])].map(({ rule }) => rule)
}

export function ratio(some: number, all: number): number | null {
  return all === 0 ? null : some / all
}

import type { SnoozedHit } from '../model/decision.ts'
import { lastDay } from '../ruleset/lists/list-day.ts'
import type { Frame, Rule, Ruleset } from '../ruleset/ruleset.ts'
import type { Evaluation } from './evaluate.ts'

/** What is left of an evaluation when snoozed hits are taken out, and what was taken, by rule. */
export interface Silenced {
  evaluation: Evaluation
  snoozed: readonly SnoozedHit[]
}

const NONE: readonly SnoozedHit[] = []

/** Takes out the hits of rules that are snoozed for a value of this payment, as of the payment's time. */
export function silence({ snoozes }: Ruleset, evaluation: Evaluation, frame: Frame): Silenced {
  const { hits, shadowHits } = evaluation
  if (snoozes.size === 0 || hits.length + shadowHits.length === 0) return { evaluation, snoozed: NONE }
  const snoozed: SnoozedHit[] = []
  const isHeard = (rule: Rule): boolean => {
    const snooze = snoozeOf(rule)
    if (snooze !== undefined) snoozed.push(snooze)
    return snooze === undefined
  }
  const snoozeOf = ({ name, mode }: Rule): SnoozedHit | undefined => {
    for (const { key, values } of snoozes.get(name) ?? []) {
      const value = key.read(frame.facts)
      const entry = typeof value === 'string' ? values.find(value, frame.facts.payment.occurredAtMs) : undefined
      if (entry?.expiresMs !== undefined) return { rule: name, mode, key: key.name, until: lastDay(entry.expiresMs) }
    }
    return undefined
  }
  const heard = { ...evaluation, hits: hits.filter(isHeard), shadowHits: shadowHits.filter(isHeard) }
  if (snoozed.length === 0) return { evaluation, snoozed: NONE }
  return { evaluation: heard, snoozed: snoozed.sort((a, b) => (a.rule < b.rule ? -1 : 1)) }
}

import type { Action, Decision, Value } from '../model/decision.ts'

/** What differs between a decision that was made and the one that is made now. */
export interface DecisionDifference {
  /** True when nothing differs: neither the ruleset nor anything that the decision of before says. */
  same: boolean
  /** The rules, lists or policy are not the ones of before. */
  rulesetChanged: boolean
  before: { ruleset: string; action: Action; score: number }
  now: { ruleset: string; action: Action; score: number }
  /** Rules that hit only now, or only before, or with another score, mode or reason. */
  rules: RuleDifference[]
  /** Velocities and facts that both know, with other values. */
  values: { name: string; before: Value | undefined; now: Value | undefined }[]
  /** Queue, priority and handling. */
  handling: { name: string; before: string | undefined; now: string | undefined }[]
}

export interface RuleDifference {
  rule: string
  before: RuleOutcome | undefined
  now: RuleOutcome | undefined
}

export interface RuleOutcome {
  mode: 'live' | 'shadow'
  score: number
  reason: string
}

/** `valueNow` reads a velocity or a fact by the name that decisions give it; undefined when it is absent now. */
export function compareDecisions(
  before: Decision,
  now: Decision,
  valueNow: (name: string) => Value | undefined,
): DecisionDifference {
  const rules = differingRules(before, now)
  const values = Object.entries({ ...before.velocity, ...before.facts })
    .map(([name, value]) => ({ name, before: value as Value, now: valueNow(name) }))
    .filter(each => JSON.stringify(each.before) !== JSON.stringify(each.now))
  const handling = (['queue', 'priority', 'handling'] as const)
    .map(name => ({ name, before: before[name], now: now[name] }))
    .filter(each => each.before !== each.now)
  const verdict = ({ ruleset, action, score }: Decision) => ({ ruleset, action, score })
  const rulesetChanged = before.ruleset !== now.ruleset
  const moved = before.action !== now.action || before.score !== now.score
  return {
    same: !rulesetChanged && !moved && rules.length + values.length + handling.length === 0,
    rulesetChanged,
    before: verdict(before),
    now: verdict(now),
    rules,
    values,
    handling,
  }
}

function differingRules(before: Decision, now: Decision): RuleDifference[] {
  const [hitBefore, hitNow] = [outcomesOf(before), outcomesOf(now)]
  return [...new Set([...hitBefore.keys(), ...hitNow.keys()])]
    .sort()
    .map(rule => ({ rule, before: hitBefore.get(rule), now: hitNow.get(rule) }))
    .filter(each => JSON.stringify(each.before) !== JSON.stringify(each.now))
}

function outcomesOf({ hits, shadowHits = [] }: Decision): Map<string, RuleOutcome> {
  return new Map([...hits, ...shadowHits].map(({ rule, mode, score, reason }) => [rule, { mode, score, reason }]))
}

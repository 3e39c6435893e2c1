import type { Ruleset } from '../../ruleset/ruleset.ts'
import type { VelocityPlan } from '../../velocity/plan.ts'

/**
 * Each ruleset with only the logs that it reads. Where amounts are the same in both, the second one's plan begins with the
 * velocities of the first, so that both read one store.
 */
export function partsOf(
  rulesets: readonly { ruleset: Ruleset; part(takes: ReadonlySet<string>, beside?: VelocityPlan): Ruleset }[],
): Ruleset[] {
  const [first, second] = rulesets
  const running = ({ rules }: Ruleset) => new Set(rules.map(({ name }) => name))
  const part = first!.part(running(first!.ruleset))
  if (second === undefined) return [part]
  return [part, second.part(running(second.ruleset), isSameMoney(part, second.ruleset) ? part.plan : undefined)]
}

/** True where one store, that of the last part's plan, counts for all. */
export function readOneStore([first, second]: readonly Ruleset[]): boolean {
  return first !== undefined && second !== undefined && isSameMoney(first, second)
}

function isSameMoney({ policy: { money: a } }: Ruleset, { policy: { money: b } }: Ruleset): boolean {
  const isSameRate = ([currency, rate]: [string, number]) => b.rates.get(currency) === rate
  return a.base === b.base && a.rates.size === b.rates.size && [...a.rates].every(isSameRate)
}

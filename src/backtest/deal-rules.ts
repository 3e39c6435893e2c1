import type { Rule, Ruleset } from '../ruleset/ruleset.ts'

/**
 * What things cost in the profile of the starter rules, in units of reading one velocity: to keep a log, to ask a line, and
 * what the first share does besides.
 */
const LOG_COST = 10
const LINE_COST = 0.3
const FIRST_SHARE_COST = 15

/** Rules that read the same log. */
interface Group {
  names: Set<string>
  cost: number
}

/**
 * Deals the rules out to at most `shares` shares of about equal cost, so that each velocity log is kept in one of them: what
 * is kept for a log costs more than what is asked of it. A rule that reads several logs goes with the one that it reads most
 * of, and the others are kept twice. Rules of one name stay together. Answers the names of each share. The
 * first does the rest of the work too and gets a little less, if anything; none of the others is empty.
 */
export function dealRules(rulesets: readonly Ruleset[], shares: number): ReadonlySet<string>[] {
  const groups = [...groupsOf(rulesets)].sort((a, b) => b.cost - a.cost)
  const dealt = Array.from({ length: Math.max(1, shares) }, (_, share) => ({
    names: new Set<string>(),
    cost: share === 0 ? FIRST_SHARE_COST : 0,
  }))
  for (const { names, cost } of groups) {
    const least = dealt.reduce((a, b) => (b.cost < a.cost ? b : a))
    for (const name of names) least.names.add(name)
    least.cost += cost
  }
  const [first, ...others] = dealt.map(({ names }) => names)
  return [first!, ...others.filter(({ size }) => size > 0)]
}

function groupsOf(rulesets: readonly Ruleset[]): Iterable<Group> {
  const groups = new Map<string, Group>()
  const groupOfName = new Map<string, Group>()
  for (const ruleset of rulesets) {
    for (const rule of ruleset.rules) {
      const log = mostReadLog(rule, ruleset)
      const shown = log ?? `${rule.name}, which reads none`
      const group = groupOfName.get(rule.name) ??
        groups.get(shown) ?? { names: new Set(), cost: log === undefined ? 0 : LOG_COST }
      if (group.names.size === 0) groups.set(shown, group)
      groupOfName.set(rule.name, group)
      group.names.add(rule.name)
      group.cost += rule.allVelocities.length + LINE_COST * (rule.when.length + rule.unless.length)
    }
  }
  return groups.values()
}

function mostReadLog({ allVelocities }: Rule, { plan }: Ruleset): string | undefined {
  const reads = new Map<string, number>()
  for (const { index } of allVelocities) {
    const { name } = plan.logs[plan.logOf[index]!]!
    reads.set(name, (reads.get(name) ?? 0) + 1)
  }
  return [...reads].sort(([a, readsOfA], [b, readsOfB]) => readsOfB - readsOfA || (a < b ? -1 : 1))[0]?.[0]
}

import type { Ruleset } from '../ruleset/ruleset.ts'

/** A velocity as an analyst knows it, and the log that it reads. */
export interface NamedVelocity {
  name: string
  rule: string
  /** Index of its log in the plan. */
  log: number
  /** True when the log is its own, because it needs more than the standard columns: it begins empty. */
  isCold: boolean
}

/** Every velocity that a live or shadow rule declares or reads. */
export function namedVelocities({ rules, plan }: Ruleset): NamedVelocity[] {
  return rules.flatMap(rule =>
    rule.allVelocities.map(({ name, index }) => {
      const log = plan.logOf[index]!
      return { name, rule: rule.name, log, isCold: plan.logs[log]!.own !== undefined }
    }),
  )
}

/** What to tell an analyst about velocities that begin empty; undefined when there are none. */
export function coldNote(ruleset: Ruleset): string | undefined {
  const names = [...new Set(namedVelocities(ruleset).flatMap(each => (each.isCold ? [each.name] : [])))]
  if (names.length === 0) return undefined
  const [need, count, them] =
    names.length === 1 ? ['velocity needs', 'counts', 'it'] : ['velocities need', 'count', 'them']
  return (
    `${names.length} ${need} more than the standard columns and ${count} only from when first used: ${names.join(', ')}\n` +
    `(\`tripline warm\` fills ${them} from the payments that Kafka still has)`
  )
}

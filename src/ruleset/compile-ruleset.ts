import type { ProblemList } from '../problems/problem-list.ts'
import type { VelocityPlan } from '../velocity/plan.ts'
import { buildingRuleset, type Drafts, type PlanVelocities } from './build-ruleset.ts'
import { type CheckedRuleset, type CheckSurroundings, checkingRuleset } from './check-ruleset.ts'
import { atOnce, type Pausable } from './in-slices.ts'
import type { Ruleset } from './ruleset.ts'
import type { RulesetFile } from './ruleset-file.ts'
import { withoutIdleLogs } from './without-idle-logs.ts'

/** What the compiler needs from other rooms. */
export interface Surroundings extends CheckSurroundings {
  planVelocities: PlanVelocities
}

export interface CompiledRuleset extends Omit<CheckedRuleset, 'drafts'> {
  /** Absent when there is an error: a bad file never replaces the ruleset that runs. */
  ruleset?: Ruleset
  /** The ruleset with the rules that are off as well, as shadow rules: what rule tests run against. */
  testRuleset?(): Ruleset
  /**
   * Some rules as a ruleset of their own, off ones as shadow rules, for those who judge payments of the past by them. Its
   * plan has just the logs that these rules read; with `beside`, it begins with the velocities of that plan, so that one
   * store counts for both. Under the same hash as the whole.
   */
  part?(takes: ReadonlySet<string>, beside?: VelocityPlan): Ruleset
}

/** From a snapshot of files to a ruleset, or to everything that is wrong with it. Pure. */
export function compileRuleset(
  files: readonly RulesetFile[],
  surroundings: Surroundings,
  problems: ProblemList,
  dir: string,
): CompiledRuleset {
  return atOnce(compilingRuleset(files, surroundings, problems, dir))
}

/** The same, with a pause after each file and each rule for those who have other work to do. */
export function* compilingRuleset(
  files: readonly RulesetFile[],
  { planVelocities, ...surroundings }: Surroundings,
  problems: ProblemList,
  dir: string,
): Pausable<CompiledRuleset> {
  const { drafts, ...found } = yield* checkingRuleset(files, surroundings, problems, dir)
  if (drafts === undefined) return found
  return {
    ...found,
    ruleset: yield* buildingRuleset(running(drafts), planVelocities, { together: true }),
    testRuleset: () => atOnce(buildingRuleset(drafts, planVelocities, { together: false })),
    part: (takes, beside) => {
      const taken = { ...drafts, rules: drafts.rules.filter(rule => takes.has(rule.name)) }
      const before = beside?.velocities ?? []
      const plan: PlanVelocities = (definitions, keep) =>
        withoutIdleLogs(planVelocities([...before, ...definitions], keep))
      return atOnce(buildingRuleset(taken, plan, { together: true }))
    },
  }
}

/** Rules that are off were checked like the others, and decide nothing. */
export function running(drafts: Drafts): Drafts {
  return { ...drafts, rules: drafts.rules.filter(rule => rule.mode !== 'off') }
}

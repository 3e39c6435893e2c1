import type { VelocityPlan } from '../velocity/plan.ts'
import { velocityIdentity } from '../velocity/plan-velocities.ts'
import type { Name } from './cel/tree.ts'

/** Where the plan put a definition. Equal definitions are one velocity, so the look-up goes by what they count. */
export function velocityIndex(plan: VelocityPlan): (name: Name & { kind: 'velocity' }) => number {
  const indexes = new Map(plan.velocities.map((definition, index) => [velocityIdentity(definition), index]))
  return ({ name, definition }) => {
    const index = indexes.get(velocityIdentity(definition))
    if (index === undefined) throw new Error(`velocity ${name} is missing from the plan`)
    return index
  }
}

import type { VelocityPlan } from '../velocity/plan.ts'

/** The plan without the logs that are only kept for velocities to come: those that are read are kept for as long. */
export function withoutIdleLogs({ velocities, logs, logOf }: VelocityPlan): VelocityPlan {
  const read = logs.filter((_, log) => logOf.includes(log))
  return { velocities, logs: read, logOf: logOf.map(log => read.indexOf(logs[log]!)) }
}

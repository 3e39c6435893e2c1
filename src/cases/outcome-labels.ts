import { isFraudReason, tellsOfTheCard } from './fraud-reason.ts'
import { standingOf } from './outcome-stage.ts'
import type { Told } from './told.ts'

/** When each source came to say fraud; absent where it does not. Milliseconds since 1970. */
export interface OutcomeLabels {
  chargeback?: number
  warning?: number
}

/**
 * What the outcomes of one payment say of it: the steps of each of its disputes, and its early fraud warnings, in the order of own times. A
 * chargeback with a fraud reason says fraud until it is reversed or won, and again when the bank comes a second time. A warning says
 * fraud; what the holder said in it is answered once every dispute about fraud is won, later than the warning; what it tells of the card is not.
 */
export function outcomeLabels(disputes: readonly (readonly Told[])[], warnings: readonly Told[]): OutcomeLabels {
  const says = disputes.flatMap(steps => fraudSince(steps.filter(({ type }) => type === 'chargeback')) ?? [])
  const answered = answeredAt(disputes)
  const warning = warnings.find(
    each => answered === undefined || each.occurredAtMs > answered || tellsOfTheCard(each.reason),
  )
  return {
    ...(says.length === 0 ? {} : { chargeback: Math.min(...says) }),
    ...(warning === undefined ? {} : { warning: warning.occurredAtMs }),
  }
}

/** A step without a reason, such as a reversal, is about the reason of the steps before it. */
function fraudSince(steps: readonly Told[]): number | undefined {
  let since: number | undefined
  let isFraud = false
  for (const step of steps) {
    if (step.reason !== undefined || step.networkReason !== undefined) {
      isFraud = isFraudReason(step.reason, step.networkReason)
    }
    if (standingOf(step) === 'won' || !isFraud) since = undefined
    else since ??= step.occurredAtMs
  }
  return since
}

/** When the last dispute about fraud was won; undefined while one is not, and where there is none. One that tells no reason is about fraud too. */
function answeredAt(disputes: readonly (readonly Told[])[]): number | undefined {
  const wins: number[] = []
  for (const steps of disputes) {
    const reasoned = steps.findLast(each => each.reason !== undefined || each.networkReason !== undefined)
    if (reasoned !== undefined && !isFraudReason(reasoned.reason, reasoned.networkReason)) continue
    const last = steps.at(-1)
    if (last === undefined || standingOf(last) !== 'won') return undefined
    wins.push(last.occurredAtMs)
  }
  return wins.length === 0 ? undefined : Math.max(...wins)
}

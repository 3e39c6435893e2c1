import type { Told } from './told.ts'

/** The states of one dispute, in the order of their own times. */
export interface DisputeGroup {
  disputeId: string | undefined
  /** Null while no step has named one. */
  paymentId: string | null
  told: readonly Told[]
}

/** All states of one outcome, and what any of them names. */
interface Steps {
  disputeId: string | undefined
  paymentId: string | null
  told: Told[]
}

/**
 * Which steps belong to one dispute: those that name the same id. Where only some steps about a payment name one, the others belong
 * to the dispute that had begun last by their own time, or to the first. `told` is in the order of own times; depends on the set alone.
 */
export function groupDisputes(told: readonly Told[]): DisputeGroup[] {
  const outcomes = outcomesIn(told)
  const named = new Map<string, Steps[]>()
  for (const steps of outcomes) {
    if (steps.disputeId !== undefined) named.set(steps.disputeId, [...(named.get(steps.disputeId) ?? []), steps])
  }
  const groups = [...named].map(([disputeId, steps]) => ({ disputeId, steps, since: firstMs(steps) }))
  groups.sort((a, b) => a.since - b.since || (a.disputeId < b.disputeId ? -1 : 1))
  const unnamed = new Map<string | null, Steps[]>()
  for (const steps of outcomes.filter(({ disputeId }) => disputeId === undefined)) {
    const { paymentId } = steps
    const possible = groups.filter(
      group => paymentId !== null && group.steps.some(each => each.paymentId === paymentId),
    )
    const group = possible.findLast(({ since }) => since <= steps.told[0]!.occurredAtMs) ?? possible[0]
    if (group === undefined) unnamed.set(paymentId, [...(unnamed.get(paymentId) ?? []), steps])
    else group.steps.push(steps)
  }
  const inOrder = (steps: readonly Steps[]): Told[] => {
    const members = new Set(steps.flatMap(each => each.told))
    return told.filter(each => members.has(each))
  }
  return [
    ...groups.map(({ disputeId, steps }) => {
      const members = inOrder(steps)
      return {
        disputeId,
        paymentId: members.find(each => each.paymentId !== undefined)?.paymentId ?? null,
        told: members,
      }
    }),
    ...[...unnamed].map(([paymentId, steps]) => ({ disputeId: undefined, paymentId, told: inOrder(steps) })),
  ]
}

function outcomesIn(told: readonly Told[]): Steps[] {
  const outcomes = new Map<string, Steps>()
  for (const each of told) {
    const key = JSON.stringify([each.type, each.id])
    const known = outcomes.get(key) ?? { disputeId: undefined, paymentId: null, told: [] }
    known.disputeId ??= each.disputeId
    known.paymentId ??= each.paymentId ?? null
    known.told.push(each)
    outcomes.set(key, known)
  }
  return [...outcomes.values()]
}

function firstMs(steps: readonly Steps[]): number {
  return Math.min(...steps.map(({ told }) => told[0]!.occurredAtMs))
}

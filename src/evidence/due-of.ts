import { NETWORKS, type Network } from '../model/evidence.ts'
import { networkOf } from '../playbooks/find-playbook.ts'
import type { Playbook } from '../playbooks/playbook.ts'
import type { Gathered } from './gather.ts'

const DAY_MS = 86_400_000

/** When an answer is due, and why then. ISO 8601. */
export interface Due {
  at: string
  why: string
}

/**
 * By the gateway's own date, which goes before everything else. Where it names none, by the shortest time that the playbook gives of all that the
 * dispute goes through: the gateway, the network of the card, and `network`, under whose reasons the playbook was found; less the margin.
 */
export function dueOf(
  { case: of, dispute, disputedAt, payment }: Gathered,
  { deadlineMs, marginMs }: Playbook,
  network: Network | undefined,
): Due | undefined {
  // A warning asks for no answer, so the time is that of the policy.
  if (dispute?.type === 'early_fraud_warning') {
    return of.due_at === null ? undefined : { at: of.due_at, why: 'a warning may become a dispute any day' }
  }
  if (dispute?.deadline !== undefined && of.due_at !== null)
    return { at: of.due_at, why: `the gateway wants it by ${dispute.deadline.slice(0, 10)}` }
  const gateway = NETWORKS.find(each => each === dispute?.gateway)
  const through = new Set([gateway, networkOf(dispute?.network ?? payment?.card?.brand), network])
  const [shortest] = [...deadlineMs].filter(([each]) => through.has(each)).sort(([, a], [, b]) => a - b)
  if (shortest === undefined) return undefined
  const [who, lengthMs] = shortest
  return {
    at: new Date(Date.parse(disputedAt) + lengthMs - marginMs).toISOString(),
    why: `no date came: ${Math.round(lengthMs / DAY_MS)} days of ${who} less a margin, by the playbook; ask the gateway`,
  }
}

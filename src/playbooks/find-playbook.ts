import { NETWORKS, type Network } from '../model/evidence.ts'
import type { Playbook } from './playbook.ts'

/** `Merchandise/Services Not Received` and `MERCHANDISE_SERVICES_NOT_RECEIVED` are one reason. */
export function reasonKey(reason: string): string {
  return reason.toLowerCase().replaceAll(/[^a-z0-9.]/g, '')
}

export interface DisputedReason {
  /** In the words of the gateway. */
  reason: string | null | undefined
  /** The code of the card network, where the gateway tells it. */
  networkReason: string | null | undefined
  /** The card's brand, as the payment has it. */
  brand: string | null | undefined
}

/** The playbook that covers a reason, and under whose list. The network's own code says more than the gateway's word, so it goes first. */
export function findPlaybook(
  playbooks: readonly Playbook[],
  { reason, networkReason, brand }: DisputedReason,
): { playbook: Playbook; network: Network } | undefined {
  const own = networkOf(brand)
  const order = own === undefined ? NETWORKS : [own, ...NETWORKS.filter(network => network !== own)]
  for (const said of [networkReason, reason]) {
    if (said === undefined || said === null) continue
    for (const network of order) {
      const playbook = playbooks.find(({ covers }) =>
        covers.some(covered => covered.network === network && reasonKey(covered.reason) === reasonKey(said)),
      )
      if (playbook !== undefined) return { playbook, network }
    }
  }
  return undefined
}

/** The card network that gateways mean by a brand. */
export function networkOf(brand: string | null | undefined): Network | undefined {
  const word = (brand ?? '').toLowerCase().replaceAll(/[^a-z]/g, '')
  if (word === 'mc') return 'mastercard'
  if (word === 'americanexpress') return 'amex'
  return (['visa', 'mastercard', 'amex', 'discover'] as const).find(network => network === word)
}

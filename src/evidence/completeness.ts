import { EVIDENCE_KINDS, type EvidenceKind } from '../model/evidence.ts'
import type { Playbook } from '../playbooks/playbook.ts'

/** Whether a kind of evidence that a reason asks for is there, and if not, how to come by it. */
export interface CompletenessRow {
  kind: EvidenceKind
  help: string
  need: 'required' | 'helpful'
  isThere: boolean
  /** What to do; empty when it is there. */
  how: string
}

export function completenessOf(
  { required, helpful }: Pick<Playbook, 'required' | 'helpful'>,
  there: ReadonlySet<EvidenceKind>,
): CompletenessRow[] {
  const row =
    (need: CompletenessRow['need']) =>
    (kind: EvidenceKind): CompletenessRow => {
      const isThere = there.has(kind)
      return { kind, help: EVIDENCE_KINDS[kind].help, need, isThere, how: isThere ? '' : howToAdd(kind) }
    }
  return [...required.map(row('required')), ...helpful.map(row('helpful'))]
}

function howToAdd(kind: EvidenceKind): string {
  if (kind === 'prior_payments') return 'fewer than two are stored that fulfil the rule'
  if (kind === 'refund_record') return 'no refund of the payment is stored'
  if (kind === 'shipping_date') return `the payment is not marked as shipped; or --say ${kind}=DAY`
  switch (EVIDENCE_KINDS[kind].source) {
    case 'file':
      return `--add ${kind}=FILE`
    case 'text':
      return `--say ${kind}=TEXT`
    default:
      return 'the payment came without it'
  }
}

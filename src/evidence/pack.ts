import { type Answer, EVIDENCE_KINDS, type EvidenceKind, type Network } from '../model/evidence.ts'
import type { Playbook } from '../playbooks/playbook.ts'
import { fillTemplate } from '../playbooks/template.ts'
import type { TemplateField } from '../playbooks/template-fields.ts'
import { type CompletenessRow, completenessOf } from './completeness.ts'
import { type Due, dueOf } from './due-of.ts'
import { fieldValues } from './field-values.ts'
import type { Gathered } from './gather.ts'
import type { EvidenceItem } from './item.ts'
import { type Piece, piecesOf } from './pieces.ts'
import type { PriorPayment } from './prior-payments.ts'
import { timelineOf } from './timeline.ts'

/** A file of the pack that a person added. */
export interface Attachment {
  /** Inside the ZIP. */
  path: string
  item: EvidenceItem
}

/** All that goes to the bank or the gateway, before it is written. */
export interface Pack {
  caseId: string
  playbook: Playbook
  /** Under whose reasons it was found; undefined where a person named the playbook. */
  network: Network | undefined
  /** Date of the newest of what it holds, so that the same evidence makes the same bytes. ISO 8601. */
  asOf: string
  disputeId: string | undefined
  reason: string | undefined
  amount: string | undefined
  disputedAt: string
  due: Due | undefined
  statement: { text: string; missing: TemplateField[] }
  completeness: CompletenessRow[]
  /** Of the kinds that the playbook asks for, in its order. */
  pieces: Piece[]
  timeline: { at: string; what: string }[]
  /** Where the playbook asks for them. */
  prior: readonly PriorPayment[]
  attachments: Attachment[]
  /** Added by somebody, but of no kind that the reason needs: they stay in the house. */
  leftOut: EvidenceItem[]
}

/** Takes from all that is stored what the reason needs, and no more. Pure. */
export function packOf(gathered: Gathered, playbook: Playbook, network: Network | undefined): Pack {
  const { case: of, dispute, disputedAt, items } = gathered
  const needed = new Set<EvidenceKind>([...playbook.required, ...playbook.helpful])
  const all = piecesOf(gathered)
  const pieces = [...needed].flatMap(kind => all.get(kind) ?? [])
  const there = new Set(pieces.map(({ kind }) => kind))
  const values = fieldValues(of, dispute, gathered, all)
  const used = items.filter(({ kind }) => needed.has(kind))
  const timeline = timelineOf(gathered)
  const dates = [of.opened_at, ...timeline.map(({ at }) => at), ...used.map(({ addedAt }) => addedAt)]
  return {
    caseId: of.case_id,
    playbook,
    network,
    asOf: dates.reduce((newest, each) => (each > newest ? each : newest)),
    disputeId: values['dispute.id'],
    reason: values['dispute.reason'],
    amount: values['dispute.amount'],
    disputedAt,
    due: dueOf(gathered, playbook, network),
    statement: answerOf(gathered, playbook, 'fight'),
    completeness: completenessOf(playbook, there),
    pieces,
    timeline,
    prior: needed.has('prior_payments') ? gathered.prior : [],
    attachments: used
      .filter(({ kind }) => EVIDENCE_KINDS[kind].source === 'file')
      .map(item => ({ path: pathOf(item), item })),
    leftOut: items.filter(({ kind }) => !needed.has(kind)),
  }
}

/** What to write for an answer of a playbook, filled in from what is known of the case. */
export function answerOf(gathered: Gathered, playbook: Playbook, answer: Answer): Pack['statement'] {
  const values = fieldValues(gathered.case, gathered.dispute, gathered, piecesOf(gathered))
  return fillTemplate(playbook.answers.get(answer) ?? [], values)
}

function pathOf({ number, kind, name }: EvidenceItem): string {
  return `attachments/${String(number).padStart(2, '0')}-${kind}-${name.replaceAll(/[^A-Za-z0-9._-]+/g, '_')}`
}

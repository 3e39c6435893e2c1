import type { Answer, EvidenceKind, Network } from '../model/evidence.ts'
import type { Place } from '../model/problem.ts'
import type { TemplatePart } from './template.ts'

/** What to do about disputes of one family of reasons. */
export interface Playbook {
  name: string
  title: string
  why: string
  covers: readonly CoveredReason[]
  /** How long a merchant has after the dispute was opened; a date from the gateway goes before. Milliseconds. */
  deadlineMs: ReadonlyMap<Network, number>
  /** An answer is due this long before the deadline. */
  marginMs: number
  /** The first is where to begin. */
  steps: readonly [Step, ...Step[]]
  required: readonly EvidenceKind[]
  helpful: readonly EvidenceKind[]
  /** Of every answer that the steps can come to. */
  answers: ReadonlyMap<Answer, readonly TemplatePart[]>
}

export interface CoveredReason {
  network: Network
  /** As the network writes it. */
  reason: string
  place: Place
}

/** A question. `yes` and `no` name another step or an answer. */
export interface Step {
  name: string
  ask: string
  /** Where there is evidence of this kind the answer is yes, and nobody has to be asked. */
  knownBy: EvidenceKind | undefined
  yes: string
  no: string
}

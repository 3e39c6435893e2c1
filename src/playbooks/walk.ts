import { ANSWERS, type Answer, type EvidenceKind } from '../model/evidence.ts'
import type { Playbook, Step } from './playbook.ts'

export interface WalkedStep {
  step: Step
  answer: 'yes' | 'no'
  /** Known from this evidence; undefined when a person said so. */
  knownBy: EvidenceKind | undefined
}

/** How far one comes: to an answer, or to a question that nobody has answered yet. */
export interface Walk {
  path: WalkedStep[]
  answer: Answer | undefined
  question: Step | undefined
  /** How many of the answers given were used. */
  used: number
}

/**
 * Goes through the steps. What evidence shows needs no answer; the answers given are for the other questions, in their order. Ends,
 * because a playbook with a loop is not loaded.
 */
export function walk({ steps }: Playbook, there: ReadonlySet<EvidenceKind>, given: readonly ('yes' | 'no')[]): Walk {
  const path: WalkedStep[] = []
  let used = 0
  let step: Step | undefined = steps[0]
  while (step !== undefined) {
    const now: Step = step
    const knownBy = now.knownBy !== undefined && there.has(now.knownBy) ? now.knownBy : undefined
    const answer: 'yes' | 'no' | undefined = knownBy === undefined ? given[used] : 'yes'
    if (answer === undefined) return { path, answer: undefined, question: now, used }
    if (knownBy === undefined) used++
    path.push({ step: now, answer, knownBy })
    const target = now[answer]
    const ending = ANSWERS.find(each => each === target)
    if (ending !== undefined) return { path, answer: ending, question: undefined, used }
    step = steps.find(({ name }) => name === target)
  }
  throw new Error('a step leads nowhere, which the check of playbooks does not let pass')
}

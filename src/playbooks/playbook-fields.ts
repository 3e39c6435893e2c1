import { ANSWERS, EVIDENCE_KIND_NAMES, NETWORKS } from '../model/evidence.ts'
import { choice, lines, raw, required, text } from '../yaml/field-kinds.ts'

const LENGTH = { type: 'string', pattern: '^[1-9][0-9]{0,8}[smhd]$' }

/** The keys of a file in rules/playbooks. */
export const PLAYBOOK_FIELDS = {
  playbook: required(text('name of the playbook, as its file is called', 60)),
  title: required(text('the family of reasons, in a few words', 120)),
  why: required(text('what such a dispute says, and what it takes to win it')),
  covers: required(raw('reasons that it is for, by network or gateway', { type: 'object' })),
  deadline: raw('how long a merchant has to answer, by network or gateway: 30d', { type: 'object' }),
  margin: raw('how long before the deadline an answer is due: 2d', LENGTH),
  steps: required(raw('the questions of the decision tree, the first one first', { type: 'array' })),
  evidence: required(raw('the kinds of evidence that count', { type: 'object' })),
  answers: required(raw('what to write, by answer; {names} are filled in', { type: 'object' })),
}

export const COVER_FIELDS = Object.fromEntries(
  NETWORKS.map(network => [network, lines(`reasons of ${network}, as it writes them`)]),
)

export const DEADLINE_FIELDS = Object.fromEntries(
  NETWORKS.map(network => [network, raw(`how long a merchant has with ${network}`, LENGTH)]),
)

export const STEP_FIELDS = {
  step: required(text('name of the step', 60)),
  ask: required(text('a question that is answered by yes or no', 400)),
  known_by: choice('evidence that answers the question by yes when it is there', EVIDENCE_KIND_NAMES),
  yes: required(text('the next step, or an answer: fight, refund or accept', 60)),
  no: required(text('the next step, or an answer: fight, refund or accept', 60)),
}

export const EVIDENCE_FIELDS = {
  required: required(lines('kinds without which the answer is weak')),
  helpful: lines('kinds that help'),
}

export const ANSWER_FIELDS = Object.fromEntries(
  ANSWERS.map(answer => [answer, text(`what to write to ${answer === 'fight' ? 'the bank' : 'the customer'}`, 8000)]),
)

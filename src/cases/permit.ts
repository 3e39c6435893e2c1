import { RESOLUTIONS } from '../model/case.ts'
import type { Problem } from '../model/problem.ts'
import type { CasePolicy, Role } from '../ruleset/case-policy.ts'
import type { Case, CaseEventBody } from './case.ts'
import type { Intent, PermittedEvent } from './intent.ts'
import { refused } from './refused.ts'
import { hasEnded, nextState } from './transitions.ts'
import { unknownPerson } from './unknown-person.ts'

/** What becomes of an intent: the event that may be recorded, or why not. A resolution that needs a second person becomes a proposal. */
export function permit(policy: CasePolicy, now: Case, intent: Intent): PermittedEvent | Problem {
  const role = policy.people.get(intent.by)
  if (role === undefined) return unknownPerson(policy, intent.by)
  const action = intent.action === 'resolve' && needsSecond(now, role) ? 'propose' : intent.action
  if (nextState(now.state, action) === undefined) return wrongState(now, intent)
  return mayTouch(now, role, intent) ?? eventOf(policy, now, role, intent, action)
}

/** Beyond a limit, where the policy asks for it, or where nobody knows how much it is about. */
function needsSecond({ handling, base_minor }: Case, { resolvesUpToMinor }: Role): boolean {
  return handling === 'approval' || isAbove(base_minor, resolvesUpToMinor)
}

function isAbove(minor: number | null, limitMinor: number): boolean {
  return limitMinor !== Number.POSITIVE_INFINITY && (minor === null || minor > limitMinor)
}

const OF_THE_ASSIGNEE: ReadonlySet<string> = new Set(['take', 'ask', 'answered', 'submit', 'resolve', 'act'])

/** Work on a case is for whoever has it; what was escalated is for investigators. */
function mayTouch(now: Case, role: Role, { action, by }: Intent): Problem | undefined {
  if (!OF_THE_ASSIGNEE.has(action)) return undefined
  if (now.handling === 'escalate' && !role.investigates) {
    return refused(
      'not-your-role',
      `${now.case_id} is with fraud investigations, and a ${role.name} does not resolve what was escalated`,
    )
  }
  if (now.assignee === null || now.assignee === by) return undefined
  return refused(
    'taken',
    `${now.case_id} is ${now.assignee}'s`,
    `tripline case assign ${now.case_id} --to ${by} --as ${by}`,
  )
}

function eventOf(
  policy: CasePolicy,
  now: Case,
  role: Role,
  intent: Intent,
  action: PermittedEvent['action'],
): PermittedEvent | Problem {
  const { by, text, label, resolution } = intent
  const why: Pick<CaseEventBody, 'why'> = text === undefined ? {} : { why: text }
  switch (intent.action) {
    case 'take':
      return { action, body: { ...why, set: { assignee: by } } }
    case 'ask':
    case 'answered':
    case 'submit':
      return { action, body: { ...why, set: { assignee: by } } }
    case 'assign':
      return assign(policy, now, intent)
    case 'note':
      return text === undefined ? refused('nothing-said', 'a note needs a text') : { action, body: { note: text } }
    case 'escalate':
      if (text === undefined) return refused('nothing-said', 'say why it is escalated', '--why TEXT')
      return { action, body: { ...why, set: { handling: 'escalate', assignee: null, ...NO_PROPOSAL } } }
    case 'reopen':
      if (text === undefined) return refused('nothing-said', 'say why it is opened again', '--why TEXT')
      return { action, body: { ...why, set: { assignee: null, resolution: null, label: null } } }
    case 'resolve': {
      const chosen = RESOLUTIONS[now.kind]
      if (resolution === undefined || !chosen.includes(resolution)) {
        const kind = now.kind.replace('_', ' ')
        return refused(
          'unknown-resolution',
          `a ${kind} is resolved to one of ${chosen.join(', ')}`,
          `--to ${chosen[0]}`,
        )
      }
      if (label === undefined && now.payment_id !== null) {
        return refused('no-label', 'say what the payment was', '--label fraud, legit, abuse or unknown')
      }
      const found = label ?? 'unknown'
      const set =
        action === 'propose'
          ? { proposed_resolution: resolution, proposed_label: found, proposed_by: by }
          : { resolution, label: found }
      return { action, body: { ...why, set: { assignee: by, ...set } } }
    }
    case 'approve':
    case 'reject': {
      const refusal = secondPerson(now, role, by)
      if (refusal !== undefined) return refusal
      const agreed = { resolution: now.proposed_resolution, label: now.proposed_label, ...NO_PROPOSAL }
      return { action, body: { ...why, set: intent.action === 'approve' ? agreed : NO_PROPOSAL } }
    }
    case 'act':
      return actOnAccount(role, intent)
  }
}

const NO_PROPOSAL = { proposed_resolution: null, proposed_label: null, proposed_by: null }

function assign({ people }: CasePolicy, now: Case, { by, text, assignee }: Intent): PermittedEvent | Problem {
  const role = assignee === undefined ? undefined : people.get(assignee)
  if (role === undefined) {
    return refused(
      'unknown-person',
      `nobody is called \`${assignee ?? ''}\``,
      `one of ${[...people.keys()].join(', ')}`,
    )
  }
  if (now.handling === 'escalate' && !role.investigates) {
    return refused('not-your-role', `${assignee} is ${role.name}, and ${now.case_id} is with fraud investigations`)
  }
  const why = text === undefined ? {} : { why: text }
  return { action: 'assign', body: { ...why, from: now.assignee, to: assignee!, by, set: { assignee: assignee! } } }
}

function secondPerson(now: Case, role: Role, by: string): Problem | undefined {
  if (now.proposed_by === by) {
    return refused('same-person', `${by} proposed it, so somebody else has to agree or disagree`)
  }
  if (role.approvesUpToMinor === undefined) {
    return refused('not-your-role', `a ${role.name} does not approve what others propose`)
  }
  if (isAbove(now.base_minor, role.approvesUpToMinor)) {
    return refused('above-your-limit', `${now.case_id} is about more than a ${role.name} approves`)
  }
  return undefined
}

function actOnAccount(role: Role, { account, text }: Intent): PermittedEvent | Problem {
  if (account === undefined) return refused('nothing-said', 'say what is to be done, and about which account')
  if (!role.accounts.includes(account.action)) {
    const may = role.accounts.length === 0 ? 'nothing' : role.accounts.join(', ')
    return refused(
      'not-your-role',
      `a ${role.name} does not ${account.action.replace('_', ' ')} accounts (may: ${may})`,
    )
  }
  return { action: 'act', body: { ...(text === undefined ? {} : { why: text }), account } }
}

function wrongState(now: Case, { action }: Intent): Problem {
  const state = now.state.replaceAll('_', ' ')
  if (hasEnded(now.state)) {
    const hint = `tripline case reopen ${now.case_id} --why TEXT`
    return refused(
      'not-from-this-state',
      `${now.case_id} is ${state}${now.resolution === null ? '' : ` (${now.resolution})`}`,
      hint,
    )
  }
  if (now.state === 'waiting_approval') {
    const message = `${now.case_id} waits until somebody but ${now.proposed_by} approves or rejects \`${now.proposed_resolution}\``
    return refused('not-from-this-state', message, `tripline case approve ${now.case_id}`)
  }
  return refused('not-from-this-state', `${now.case_id} is ${state}, from which nobody can ${action}`)
}

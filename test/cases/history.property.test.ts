import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyEvent, replay } from '../../src/cases/apply-event.ts'
import type { Case } from '../../src/cases/case.ts'
import { brokenLink, type ChainedEvent, chainHash } from '../../src/cases/chain.ts'
import type { Intent } from '../../src/cases/intent.ts'
import { permit } from '../../src/cases/permit.ts'
import { hasEnded, nextState } from '../../src/cases/transitions.ts'
import { ACCOUNT_ACTIONS, LABELS } from '../../src/model/case.ts'
import { CASE_POLICY } from './case-policy.ts'

const PEOPLE = ['ana', 'ben', 'cyd', 'ira', 'nobody']
const ACTIONS = [
  'take',
  'assign',
  'note',
  'ask',
  'answered',
  'submit',
  'escalate',
  'resolve',
  'approve',
  'reject',
  'reopen',
  'act',
] as const

const intents: fc.Arbitrary<Intent> = fc.record({
  action: fc.constantFrom(...ACTIONS),
  by: fc.constantFrom(...PEOPLE),
  text: fc.constantFrom('because', 'because', undefined),
  assignee: fc.constantFrom(...PEOPLE),
  resolution: fc.constantFrom('contest', 'accept', 'nonsense'),
  label: fc.constantFrom(...LABELS, undefined),
  account: fc.record({
    action: fc.constantFrom(...ACCOUNT_ACTIONS),
    what: fc.constant('merchant' as const),
    id: fc.constant('m'),
  }),
})

const openings = fc.record({
  kind: fc.constantFrom('dispute' as const, 'chargeback' as const),
  handling: fc.constantFrom('self' as const, 'approval' as const, 'escalate' as const),
  base_minor: fc.constantFrom(null, 100, 60_000, 900_000),
})

/** A history as people and the desk would make it: what is refused leaves nothing. */
function play(opening: object, wanted: readonly Intent[]): { history: ChainedEvent[]; now: Case; before: Case[] } {
  const history: ChainedEvent[] = []
  let now: Case | undefined
  const before: Case[] = []
  const add = (actor: string, action: ChainedEvent['action'], body: ChainedEvent['body']): void => {
    const number = history.length + 1
    const at = new Date(Date.UTC(2026, 0, 1, 0, number)).toISOString()
    const event = { case_id: 'C20260101-TEST', number, at, actor, action, body: JSON.parse(JSON.stringify(body)) }
    const previous = history.at(-1)?.hash ?? ''
    history.push({ ...event, previous_hash: previous, hash: chainHash(previous, event) })
    if (now !== undefined) before.push(now)
    now = applyEvent(now, history.at(-1)!)
  }
  add('desk', 'opened', { set: { ...opening, payment_id: 'p' } })
  for (const intent of wanted) {
    const event = permit(CASE_POLICY, now!, intent)
    if (!('code' in event)) add(intent.by, event.action, event.body)
  }
  return { history, now: now!, before }
}

describe('a history', () => {
  test('comes to the stored case when it is replayed, and is whole', () => {
    fc.assert(
      fc.property(openings, fc.array(intents, { maxLength: 60 }), (opening, wanted) => {
        const { history, now } = play(opening, wanted)
        expect(replay(history)).toEqual(now)
        expect(brokenLink(history)).toBeUndefined()
        expect(now.version).toBe(history.length)
        expect(now.closed_at === null).toBe(!hasEnded(now.state))
        expect(now.first_action_at).toBe(history.find(({ actor }) => actor !== 'desk')?.at ?? null)
      }),
      { numRuns: 400 },
    )
  })

  test('shows it when any event is changed, taken out, put in or swapped', () => {
    fc.assert(
      fc.property(
        openings,
        fc.array(intents, { minLength: 8, maxLength: 60 }),
        fc.nat(),
        fc.nat(3),
        (opening, wanted, pick, how) => {
          const { history } = play(opening, wanted)
          const at = pick % history.length
          const event = history[at]!
          const forged = [...history]
          if (how === 0) forged[at] = { ...event, body: { ...event.body, why: 'something else' } }
          else if (how === 1) forged[at] = { ...event, actor: `${event.actor}x` }
          else if (how === 2 && at < history.length - 1) forged.splice(at, 1)
          else forged.splice(at, 0, event)
          expect(brokenLink(forged)).toBeDefined()
        },
      ),
      { numRuns: 200 },
    )
  })

  test('holds nothing that the policy forbids', () => {
    fc.assert(
      fc.property(openings, fc.array(intents, { maxLength: 60 }), (opening, wanted) => {
        const { history, before } = play(opening, wanted)
        for (const [index, event] of history.slice(1).entries()) {
          const role = CASE_POLICY.people.get(event.actor)!
          const was = before[index]!
          const amount = was.base_minor ?? Number.POSITIVE_INFINITY
          if (event.action === 'resolve') {
            expect(was.handling).not.toBe('approval')
            expect(amount).toBeLessThanOrEqual(role.resolvesUpToMinor)
            if (was.handling === 'escalate') expect(role.investigates).toBe(true)
          }
          if (event.action === 'approve' || event.action === 'reject') {
            expect(event.actor).not.toBe(was.proposed_by)
            expect(amount).toBeLessThanOrEqual(role.approvesUpToMinor!)
          }
          if (event.action === 'act') {
            expect(role.accounts).toContain((event.body.account as { action: string }).action)
          }
        }
      }),
      { numRuns: 400 },
    )
  })

  test('reaches every state of people, so that nothing above holds for want of cases', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(openings, fc.array(intents, { minLength: 30, maxLength: 60 }), (opening, wanted) => {
        for (const { state } of play(opening, wanted).before) seen.add(state)
      }),
      { numRuns: 400, seed: 7 },
    )
    expect([...seen].sort()).toEqual([
      'escalated',
      'in_progress',
      'open',
      'resolved',
      'submitted',
      'waiting_approval',
      'waiting_customer',
    ])
  })
})

test('an action that does not go from a state is no event', () => {
  expect(nextState(undefined, 'take')).toBeUndefined()
  expect(nextState('open', 'opened')).toBeUndefined()
  expect(nextState('closed', 'resolve')).toBeUndefined()
  expect(nextState('waiting_approval', 'resolve')).toBeUndefined()
  expect(nextState('closed', 'note')).toBe('closed')
})

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { dueOf } from '../../src/evidence/due-of.ts'
import { loadPlaybooks } from '../../src/playbooks/load-playbooks.ts'
import { gathered, outcome, PAYMENT } from './made-case.ts'

const DAY_MS = 86_400_000
const { playbooks } = await loadPlaybooks('rules')
const fraud = playbooks.find(({ name }) => name === 'fraud')!
const disputed = { disputedAt: '2026-10-28T08:00:00.000Z', payment: PAYMENT }

test("the gateway's own date goes before every playbook", () => {
  const deadline = '2026-11-12T00:00:00.000Z'
  const due = dueOf(gathered({ ...disputed, dispute: outcome({ deadline, gateway: 'square' }) }), fraud, 'stripe')
  expect(due).toEqual({ at: '2026-11-10T00:00:00.000Z', why: 'the gateway wants it by 2026-11-12' })
})

test.each([
  ['the network of the card', {}, undefined, '2026-11-13', '18 days of visa'],
  ['the network that the gateway tells', { network: 'amex' }, undefined, '2026-11-09', '14 days of amex'],
  ['the gateway, where it is shorter', { gateway: 'square' }, '10.4', '2026-11-02', '7 days of square'],
  [
    'the network, where that is shorter',
    { gateway: 'paypal', network: 'discover' },
    undefined,
    '2026-11-05',
    '10 days of paypal',
  ],
  [
    'a gateway of which nothing is known leaves the network',
    { gateway: 'adyen' },
    undefined,
    '2026-11-13',
    '18 days of visa',
  ],
] as const)('without a date the shortest of what is known counts: %s', (_, of, networkReason, day, why) => {
  const dispute = outcome({ ...of, ...(networkReason === undefined ? {} : { networkReason }) })
  const due = dueOf(gathered({ ...disputed, dispute }), fraud, undefined)
  expect([due?.at.slice(0, 10), due?.why]).toEqual([day, expect.stringContaining(why)])
})

test('nothing is made up where neither network nor gateway is known', () => {
  expect(dueOf(gathered({ ...disputed, payment: undefined, dispute: outcome({}) }), fraud, undefined)).toBeUndefined()
})

describe('docs/desk.md', () => {
  const table = readFileSync('docs/desk.md', 'utf8').split('### Deadlines')[1]!
  const rows = [...table.matchAll(/^\| `(\w+)` \| (\d+) days \|/gm)].map(([, who, days]) => [
    who,
    Number(days) * DAY_MS,
  ])

  test.each(
    playbooks.map(({ name, deadlineMs }) => [name, deadlineMs] as const),
  )('says what the starter playbook %s has', (_, deadlineMs) => {
    expect(rows.length).toBeGreaterThan(5)
    expect([...deadlineMs]).toEqual(rows)
  })
})

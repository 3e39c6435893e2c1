import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { caseActCommand, caseListCommand, caseShowCommand, caseVerifyCommand } from '../../src/cli/desk/case.ts'
import { deskCommand } from '../../src/cli/desk/desk.ts'
import { shippedCommand } from '../../src/cli/desk/shipped.ts'
import { catchOutput } from './catch-output.ts'

const folder = mkdtempSync(join(tmpdir(), 'tripline-cases-'))
afterAll(() => rmSync(folder, { recursive: true }))
const place = { database: join(folder, 'desk') }

function write(name: string, lines: readonly object[]): string {
  const path = join(folder, name)
  writeFileSync(path, lines.map(line => `${JSON.stringify(line)}\n`).join(''))
  return path
}

const payment = {
  id: 'pay_1',
  occurredAt: '2026-11-20T10:00:00.000Z',
  amount: '620.00',
  currency: 'USD',
  status: 'captured',
  customer: { id: 'c_7', name: 'a \u0000 that no database keeps \ud800' },
}
const outcome = {
  type: 'chargeback',
  id: 'cb_1',
  paymentId: 'pay_1',
  occurredAt: '2026-11-21T08:00:00.000Z',
  reason: 'fraudulent',
  status: 'needs_response',
  deadline: '2026-12-08T00:00:00.000Z',
}

test('a chargeback is taken, decided by two, and shown with its history', async () => {
  const files = {
    payments: write('payments.ndjson', [payment]),
    outcomes: write('outcomes.ndjson', [outcome, { bad: 1 }]),
  }
  const desk = await catchOutput(() => deskCommand({ ...place, ...files }))
  expect(desk.code).toBe(0)
  expect(desk.err).toBe(
    'read 1 payment, 0 decisions, 1 outcome, 1 line could not be read; 1 case open (tripline case list)\n',
  )
  const list = await catchOutput(() => caseListCommand({ ...place, limit: '50', json: true }))
  const [found] = list.out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(found).toMatchObject({
    kind: 'chargeback',
    queue: 'disputes',
    state: 'open',
    dueAt: '2026-12-06T00:00:00.000Z',
    baseMinor: 62000,
    customerId: 'c_7',
    version: 1,
  })
  const id = found.caseId as string
  const act = (by: string, intent: Parameters<typeof caseActCommand>[2], seen?: string) =>
    catchOutput(() =>
      caseActCommand(id.split('-')[1]!, { ...place, as: by, ...(seen === undefined ? {} : { seen }) }, intent),
    )
  expect((await act('ana', () => ({ action: 'take' }))).out).toBe(`${id} is in progress, ana's, version 2\n`)
  const late = await act('ben', () => ({ action: 'take' }))
  expect(late.code).toBe(1)
  expect(late.err).toMatch(
    /^tripline: \[taken\] \S+ is ana's\n {3}2 {2}\d{4}-\d\d-\d\d \d\d:\d\d {2}ana {6}take\n {2}= tripline case assign/,
  )
  const proposed = await act('ana', () => ({ action: 'resolve', resolution: 'contest', label: 'fraud' }))
  expect(proposed.out).toBe(`${id} is waiting approval: \`contest\` needs a second person, ana's, version 3\n`)
  expect((await act('ana', () => ({ action: 'approve' }))).err).toContain('[same-person]')
  expect((await act('ben', () => ({ action: 'approve' }), '2')).err).toContain('[changed-meanwhile]')
  expect((await act('ben', () => ({ action: 'approve' }), '3')).out).toContain('is resolved: contest (fraud)')
  const shown = await catchOutput(() => caseShowCommand(id, place))
  await expect(
    shown.out
      .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d {2}(ana|ben)/g, 'TODAY  $1')
      .replace(/closed .*/, 'closed    TODAY'),
  ).toMatchFileSnapshot('case-shown.txt')
  const verified = await catchOutput(() => caseVerifyCommand(undefined, place))
  expect(verified).toEqual({ code: 0, out: '4 events of 1 case: every history is whole\n', err: '' })
  const shipped = await catchOutput(() => shippedCommand('pay_2', { ...place, at: '2026-11-21T00:00:00Z' }))
  expect(shipped.out).toBe('1 shipped, 1 of them news; 1 not known yet, noted for when they come\n')
})

test('a case that is not there, and a desk that has nothing to read, say what to do', async () => {
  const missing = await catchOutput(() => caseShowCommand('C20200101-NOTHING', place))
  expect(missing).toEqual({
    code: 1,
    out: '',
    err: 'tripline: there is no case C20200101-NOTHING; see tripline case list --all\n',
  })
  const nothing = await catchOutput(() => deskCommand(place))
  expect(nothing.code).toBe(2)
  expect(nothing.err).toContain('set `kafka.brokers`, or give --payments')
})

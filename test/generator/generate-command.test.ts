import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { generateCommand } from '../../src/cli/generate.ts'
import { generatePayments } from '../../src/generator/generate-payments.ts'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tripline-generate-'))
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

const options = (more: Partial<Parameters<typeof generateCommand>[0]>) => ({
  count: '1200',
  seed: '7',
  out: join(folder, 'out.ndjson'),
  to: 'file' as const,
  ...more,
})

const lines = (name: string) => readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean)

test('writes one payment a line, and the truth apart', async () => {
  expect(await generateCommand(options({ labels: join(folder, 'labels.csv') }))).toBe(0)
  const stream = [...generatePayments({ seed: 7, count: 1200 })]
  expect(lines('out.ndjson')).toEqual(stream.map(({ payment }) => JSON.stringify(payment)))
  const fraud = stream.filter(({ label }) => label !== null)
  expect(lines('labels.csv')).toEqual([
    'paymentId,pattern',
    ...fraud.map(({ payment, label }) => `${payment.id},${label}`),
  ])
})

test('at a rate, payments carry the time of sending and new ids, and accounts keep their age', async () => {
  const before = Date.now()
  expect(await generateCommand(options({ count: '40', rate: '200' }))).toBe(0)
  const took = Date.now() - before
  const payments = lines('out.ndjson').map(line => JSON.parse(line))
  expect(new Set(payments.map(payment => payment.id)).size).toBe(40)
  const made = [...generatePayments({ seed: 7, count: 40, lateShare: 0, duplicateShare: 0 })]
  expect(Date.parse(payments.at(-1).occurredAt)).toBeGreaterThan(Date.parse(payments[0].occurredAt))
  payments.forEach((payment, index) => {
    expect(Date.parse(payment.occurredAt)).toBeGreaterThanOrEqual(before)
    expect(Date.parse(payment.occurredAt)).toBeLessThanOrEqual(before + took)
    const original = made[index]!.payment
    const age = (of: typeof original) => Date.parse(of.occurredAt) - Date.parse(of.customer.createdAt)
    expect(age(payment)).toBe(age(original))
  })
})

test.each([
  [{ count: '0' }, '--count'],
  [{ count: 'many' }, '--count'],
  [{ seed: '-1' }, '--seed'],
  [{ fraudShare: '0.9' }, '--fraud-share'],
  [{ fraudShare: 'x' }, '--fraud-share'],
  [{ rate: '0' }, '--rate'],
])('%j is wrong use', async (more, named) => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  expect(await generateCommand(options(more))).toBe(2)
  expect(said.mock.calls.join()).toContain(named)
})

test('without brokers in the settings there is no Kafka to write to', async () => {
  vi.stubEnv('TRIPLINE_KAFKA_BROKERS', undefined)
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  expect(await generateCommand(options({ to: 'kafka' }))).toBe(1)
  expect(said.mock.calls.join()).toContain('kafka.brokers')
})

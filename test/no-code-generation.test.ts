import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { generatePayments } from '../src/generator/generate-payments.ts'

/** The built command in processes that may not make code of text. */

const folder = mkdtempSync(join(tmpdir(), 'tripline-no-code-'))
afterAll(() => rmSync(folder, { recursive: true }))

const REFUSED = ['--disallow-code-generation-from-strings']
const ORDINARY = { id: 'p', occurredAt: '2026-01-01T00:00:00Z', amount: '1.00', currency: 'USD' }
/** One for each thing that the shapes ask: types, needed fields, lists of words, lengths, numbers of items. */
const MISTAKES: readonly object[] = [
  { id: 'only' },
  { ...ORDINARY, id: 7 },
  { ...ORDINARY, status: 'odd' },
  { ...ORDINARY, amount: null },
  { ...ORDINARY, customer: { email: 'x'.repeat(5000) } },
  { ...ORDINARY, billing: { country: true } },
  { ...ORDINARY, order: { items: Array.from({ length: 600 }, () => ({ sku: 's' })) } },
]

function run(flags: readonly string[], args: readonly string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, 'dist/main.js', ...args], {
    env: { PATH: process.env.PATH, NO_COLOR: '1', ...env },
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

test('payments, and what is wrong with them, are judged to the same bytes', () => {
  const payments = [...generatePayments({ count: 200, seed: 5 })].map(({ payment }) => payment)
  const input = join(folder, 'payments.ndjson')
  writeFileSync(input, [...payments, ...MISTAKES].map(each => `${JSON.stringify(each)}\n`).join(''))
  const [ordinary, refused] = [[], REFUSED].map((flags, at) => {
    const rejects = join(folder, `rejects-${at}`)
    const { status, stdout } = run(flags, ['score', '--in', input, '--rejects', rejects])
    return { status, stdout, rejects: readFileSync(rejects, 'utf8') }
  })
  expect(refused).toEqual(ordinary)
  expect(refused!.status).toBe(0)
  expect(refused!.stdout.split('\n').length).toBeGreaterThan(190)
  expect(refused!.rejects.trim().split('\n')).toHaveLength(MISTAKES.length)
})

test('what cannot be had without is said in one line, with what helps', () => {
  const nowhere = '127.0.0.1:1'
  const env = { TRIPLINE_FORMAT: 'avro', TRIPLINE_REGISTRY_URL: `http://${nowhere}`, TRIPLINE_KAFKA_BROKERS: nowhere }
  const { status, stderr } = run(REFUSED, ['run'], { ...env, TRIPLINE_SECRET: 'a secret of the tests' })
  expect([status, stderr]).toEqual([
    1,
    expect.stringMatching(/^tripline: [^\n]*--disallow-code-generation-from-strings[^\n]*\n$/),
  ])
})

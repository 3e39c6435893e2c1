import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { importCommand } from '../../src/cli/import.ts'

const MAP = `
payment:
  id: { column: id }
  occurredAt: { column: time, date: epoch-seconds }
  amount: { column: amount, number: { decimal: ",", thousands: "." } }
  currency: { column: currency, values: { euro: EUR, dollar: USD } }
  customer.name: { template: "{first} {last}" }
  billing.line1: { template: "{last}, {first}" }
  card.number: { column: card }
  ip: { column: ip }
label: { column: fraud, values: { "1": fraud, "0": legit } }
`
const HEADER = 'id;time;amount;currency;first;last;card;ip;fraud\n'

let folder = ''
let said: string[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tripline-import-'))
  said = []
  vi.spyOn(console, 'error').mockImplementation((...texts) => void said.push(texts.join(' ')))
})

afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

interface Outcome {
  code: number
  payments: Record<string, unknown>[]
  rejects: Record<string, unknown>[]
  labels: string
  said: string
}

async function run(map: string, input: string | Buffer): Promise<Outcome> {
  const path = (name: string) => join(folder, name)
  writeFileSync(path('map.yaml'), map)
  writeFileSync(path('in'), input)
  const code = await importCommand({
    map: path('map.yaml'),
    in: path('in'),
    out: path('out'),
    rejects: path('rejects'),
    labels: path('labels'),
  })
  const lines = (name: string) =>
    readFileSync(path(name), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line))
  if (code !== 0) return { code, payments: [], rejects: [], labels: '', said: said.join('\n') }
  return {
    code,
    payments: lines('out'),
    rejects: lines('rejects'),
    labels: readFileSync(path('labels'), 'utf8'),
    said: said.join('\n'),
  }
}

const SEMICOLON = `csv: { delimiter: ";" }${MAP}`

test('good rows become payments, in order, with their labels apart', async () => {
  const { code, payments, rejects, labels, said } = await run(
    SEMICOLON,
    `${HEADER}p1;1704067238;1.234,50;euro;Ada;Lovelace;;81.2.69.160;0\np2;1704067239;7;dollar;;;;;1\n`,
  )
  expect(code).toBe(0)
  expect(payments).toEqual([
    {
      id: 'p1',
      occurredAt: '2024-01-01T00:00:38.000Z',
      amount: '1234.50',
      currency: 'EUR',
      customer: { name: 'Ada Lovelace' },
      ip: '81.2.69.160',
      billing: { line1: 'Lovelace, Ada' },
    },
    { id: 'p2', occurredAt: '2024-01-01T00:00:39.000Z', amount: '7', currency: 'USD' },
  ])
  expect(rejects).toEqual([])
  expect(labels).toBe('paymentId,label\np1,legit\np2,fraud\n')
  expect(said).toBe('2 payments imported, 2 with a label')
})

describe('bad rows are rejected with line, code and place, and the rest goes on', () => {
  test.each([
    ['p;now;1;euro;;;;;0', 'bad-date', 'occurredAt'],
    ['p;1704067238;1.5;euro;;;;;0', 'bad-number', 'amount'],
    ['p;1704067238;1;pound;;;;;0', 'unmapped-value', 'currency'],
    ['p;1704067238;1;euro;;;;;maybe', 'unmapped-value', 'label'],
    ['p;1704067238;1', 'column-count', undefined],
    [';1704067238;1;euro;;;;;0', 'missing-field', 'id'],
    ['p;1704067238;;euro;;;;;0', 'missing-field', 'amount'],
    ['p;1704067238;-5;euro;;;;;0', 'negative-amount', 'amount'],
    ['p;1704067238;1,005;euro;;;;;0', 'too-many-decimals', 'amount'],
    ['p;1000;1;euro;;;;;0', 'implausible-time', 'occurredAt'],
  ])('%s', async (row, code, field) => {
    const { payments, rejects } = await run(
      SEMICOLON,
      `${HEADER}a;1704067238;1;euro;;;;;0\n${row}\nb;1704067238;1;euro;;;;;0\n`,
    )
    expect(payments.map(payment => payment.id)).toEqual(['a', 'b'])
    expect(rejects).toEqual([{ line: 3, code, ...(field === undefined ? {} : { field }), message: expect.any(String) }])
  })
})

test('a card number leaves as BIN, last four and a keyed fingerprint; what is none is left out', async () => {
  const row = (id: string, card: string) => `${id};1704067238;1;euro;4111111111111111;x;${card};;0\n`
  const { payments, said } = await run(
    SEMICOLON,
    `${HEADER}${row('a', '4111 1111 1111 1111')}${row('b', '4111111111111111')}${row('c', '123456789012')}`,
  )
  const [first, second, third] = payments
  expect(first).toMatchObject({
    card: { bin: '411111', last4: '1111', fingerprint: expect.stringMatching(/^pan_[0-9a-f]{32}$/) },
  })
  expect(second!.card).toEqual(first!.card)
  expect(third!.card).toBeUndefined()
  expect(said).toContain('card-number-unusable  1')
  expect(JSON.stringify(payments)).not.toMatch(/4111111111111111|4111 1111|123456789012/)
})

test('gzip is unpacked', async () => {
  const { payments } = await run(SEMICOLON, gzipSync(`${HEADER}a;1704067238;1;euro;;;;;0\n`))
  expect(payments).toHaveLength(1)
})

test('a broken gzip says so after the rows that could be read', async () => {
  const whole = gzipSync(`${HEADER}${'a;1704067238;1;euro;;;;;0\n'.repeat(50_000)}`, { level: 0 })
  const { code, said } = await run(SEMICOLON, whole.subarray(0, whole.length - 200_000))
  expect(code).toBe(1)
  expect(said).toMatch(/payments imported[\s\S]*cannot be read to its end/)
})

test('JSON lines, with paths as columns', async () => {
  const map = `
format: json-lines
payment:
  id: { column: txn.id }
  occurredAt: { column: at, date: iso }
  amount: { column: cents, number: { unit: minor } }
  currency: { column: cur }
  order.item.sku: { column: lines.0.sku }
  order.item.quantity: { column: lines.0.n }
`
  const { payments, rejects } = await run(
    map,
    [
      '{"txn":{"id":17},"at":"2024-01-01T00:00:00Z","cents":12990,"cur":"USD","lines":[{"sku":"A","n":2}]}',
      '{"txn":{"id":18},"at":"2024-01-01T00:00:00Z","cents":500,"cur":"JPY"}',
      '{"txn":{"id":19}',
      '[1]',
      '{"txn":{"id":4111111111111111222},"at":"2024-01-01T00:00:00Z","cents":500,"cur":"JPY"}',
    ].join('\n'),
  )
  expect(payments).toEqual([
    {
      id: '17',
      occurredAt: '2024-01-01T00:00:00.000Z',
      amount: '129.90',
      currency: 'USD',
      order: { items: [{ sku: 'A', quantity: 2 }] },
    },
    { id: '18', occurredAt: '2024-01-01T00:00:00.000Z', amount: '500', currency: 'JPY' },
  ])
  expect(rejects.map(({ line, code }) => [line, code])).toEqual([
    [3, 'not-json'],
    [4, 'not-an-object'],
    [5, 'unsafe-number'],
  ])
})

test('a mapping with mistakes imports nothing and prints them with their places', async () => {
  const { code, said } = await run(MAP.replace('column: amount', 'colunm: amount'), HEADER)
  expect(code).toBe(1)
  expect(said).toMatch(/map\.yaml:5:13: error\[unknown-field\].*\n.*\n.*colunm[\s\S]*did you mean `column`\?/)
})

test('columns that the file lacks are mistakes in the mapping', async () => {
  const { code, said } = await run(SEMICOLON, HEADER.replace('amount', 'amnt'))
  expect(code).toBe(1)
  expect(said).toMatch(/map\.yaml:5:21: error\[unknown-name\]: the file has no column `amount`/)
  expect(said).toContain('did you mean `amnt`?')
})

test('files that are not there are said to be missing', async () => {
  expect(await importCommand({ map: join(folder, 'none.yaml'), in: '-', out: '-' })).toBe(1)
  writeFileSync(join(folder, 'map.yaml'), MAP)
  expect(await importCommand({ map: join(folder, 'map.yaml'), in: join(folder, 'none.csv'), out: '-' })).toBe(1)
  expect(said).toHaveLength(2)
  expect(said[0]).toContain('none.yaml cannot be read')
})

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { importEitherCommand } from '../../../src/cli/import-either.ts'
import type { ImportGatewayOptions } from '../../../src/cli/import-gateway.ts'
import { GATEWAYS, type GatewayName } from '../../../src/decode/gateways/gateway-table.ts'
import { tryBodies } from '../../decode/gateways/bodies-page.ts'
import { catchOutput } from '../catch-output.ts'

const SHARED = process.env.TRIPLINE_TEST_DATA ?? join(import.meta.dirname, '../../../../shared/data')
const BODIES = join(SHARED, 'gateway-payloads')
const AT_SECONDS = Date.parse('2026-03-01T00:00:00Z') / 1000

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tripline-gateway-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const charge = (id: string, minute = 0) => ({
  object: 'charge',
  id,
  created: AT_SECONDS + 60 * minute,
  amount: 500,
  currency: 'usd',
  status: 'succeeded',
  captured: true,
})
const dispute = {
  object: 'dispute',
  id: 'dp_1',
  charge: 'ch_1',
  created: AT_SECONDS,
  amount: 500,
  currency: 'usd',
  status: 'lost',
}
const event = (object: object) => ({ object: 'event', id: 'evt_1', type: 'any', created: AT_SECONDS, data: { object } })
const idsOf = (lines: readonly Record<string, unknown>[]) => lines.map(({ id }) => id)

function write(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, content)
  return path
}

async function run(gateway: GatewayName, input: string, more: Partial<ImportGatewayOptions> = {}) {
  const [out, outcomes, rejects] = ['out', 'outcomes', 'rejects'].map(name => join(folder, '.made', name))
  const options = {
    gateway,
    in: input,
    out: out!,
    outcomes: outcomes!,
    rejects: rejects!,
    to: 'file' as const,
    ...more,
  }
  const { code, err } = await catchOutput(() => importEitherCommand(options))
  const lines = (path: string): Record<string, unknown>[] =>
    readFileSync(path, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line.replaceAll(`${folder}/`, '')))
  return { code, err, payments: lines(out!), outcomes: lines(outcomes!), rejects: lines(rejects!) }
}

test('a log has a body on each line, and what is torn is refused with its line', async () => {
  const lines = [event(charge('ch_2', 5)), dispute, 'torn', event(charge('ch_1')), { no: 'body' }]
  const text = lines.map(line => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
  const { code, err, payments, outcomes, rejects } = await run('stripe', write('log.gz', gzipSync(text)))
  expect(code).toBe(0)
  expect(idsOf(payments)).toEqual(['ch_2', 'ch_1'])
  expect(outcomes).toMatchObject([{ type: 'chargeback', id: 'dp_1', paymentId: 'ch_1', stage: 'lost' }])
  expect(rejects).toEqual([
    { file: 'log.gz', line: 3, code: 'bad-json', message: 'the body is not one JSON document', body: 'unreadable' },
    {
      file: 'log.gz',
      line: 5,
      code: 'unknown-body',
      message: 'this is no body of stripe that Tripline knows',
      body: 'unknown',
    },
  ])
  expect(err.replaceAll(`${folder}/`, '')).toBe(`2 payments and 1 outcome imported from 5 bodies
2 refused
  bad-json  1
  unknown-body  1
listed with file and place in .made/rejects
`)
})

test('a torn first line does not hide the lines after it', async () => {
  const lines = ['{"object":"event","da', ...['ch_1', 'ch_2'].map(id => JSON.stringify(charge(id)))]
  const { payments, rejects } = await run('stripe', write('log', lines.join('\r\n')))
  expect(idsOf(payments)).toEqual(['ch_1', 'ch_2'])
  expect(rejects).toMatchObject([{ line: 1, code: 'bad-json' }])
})

test.each([
  ['a list', [charge('ch_2', 5), dispute, charge('ch_1'), 7]],
  [
    'a list of events, as the gateway answers',
    { object: 'list', data: [charge('ch_2', 5), dispute, charge('ch_1'), {}].map(event) },
  ],
])('%s comes out by time, and names what is refused by its number', async (_, document) => {
  for (const text of [JSON.stringify(document), JSON.stringify(document, null, 2)]) {
    const { payments, outcomes, rejects } = await run('stripe', write('answer.json', text), { merchant: 'm_1' })
    expect(payments.map(({ id, merchant }) => [id, merchant])).toEqual([
      ['ch_1', { id: 'm_1' }],
      ['ch_2', { id: 'm_1' }],
    ])
    expect(outcomes).toHaveLength(1)
    if (Array.isArray(document)) expect(rejects).toMatchObject([{ file: 'answer.json', item: 4 }])
  }
})

test('files of a folder are read by name, and what is in them comes out by time', async () => {
  write('in/b/2.json', JSON.stringify(charge('ch_early')))
  write('in/a.ndjson', [charge('ch_late', 9), charge('ch_mid', 5)].map(each => JSON.stringify(each)).join('\n'))
  write('in/.hidden', 'not read')
  const { code, payments, rejects } = await run('stripe', join(folder, 'in'))
  expect([code, idsOf(payments), rejects]).toEqual([0, ['ch_early', 'ch_mid', 'ch_late'], []])
})

test('Braintree posts forms, one a line, or the XML is a file by itself', async () => {
  const xml =
    '<?xml version="1.0"?><notification><kind>check</kind><subject><check type="boolean">true</check></subject></notification>'
  const form = `bt_signature=s&bt_payload=${encodeURIComponent(Buffer.from(xml).toString('base64'))}`
  for (const [content, bodies] of [
    [xml, 1],
    [form, 1],
    [`${form}\n${form}\n`, 2],
  ] as const) {
    const { err, rejects } = await run('braintree', write('posted', content))
    expect(rejects).toEqual([])
    expect(err).toContain(`from ${bodies === 1 ? '1 body' : '2 bodies'}\n${bodies} ignored\n  check`)
  }
})

test('no card number comes out, and what is missing is said', async () => {
  const secret = {
    ...charge('ch_1'),
    description: 'paid by 4111 1111 1111 1111',
    billing_details: { name: '4111111111111111' },
  }
  const { payments } = await run('stripe', write('one', JSON.stringify(secret)))
  expect(JSON.stringify(payments)).not.toMatch(/4111 ?1111 ?1111/)
  expect(payments).toHaveLength(1)
  const absent = await catchOutput(() => importEitherCommand({ gateway: 'stripe', in: join(folder, 'none'), out: '-' }))
  expect([absent.code, absent.err]).toEqual([1, expect.stringContaining('there is no such file')])
  const neither = await catchOutput(() => importEitherCommand({ in: '-', out: '-' }))
  expect([neither.code, neither.err]).toEqual([2, expect.stringContaining('`--map FILE`, or `--gateway NAME`')])
})

if (existsSync(BODIES)) everyForm()
else test('absent: gateway-payloads', () => undefined)

function everyForm(): void {
  const tried = tryBodies(BODIES)
  describe('every trial body comes to what the intake makes of it', () => {
    test.each(GATEWAYS)('%s, as a folder, as a list and as lines', async gateway => {
      const of = tried.filter(each => each.gateway === gateway)
      const events = of.flatMap(each => each.events)
      const expected = (['payment', 'outcome'] as const).map(becomes =>
        events
          .flatMap(each => (each.becomes === becomes ? [JSON.parse(each.json)] : []))
          .map(withoutKeyed)
          .sort(),
      )
      const refused = events.flatMap(each => (each.becomes === 'refused' ? [each.problem.code] : [])).sort()
      const forms = [join(BODIES, gateway)]
      if (gateway !== 'braintree') {
        const whole = of.map(({ body }) => body)
        forms.push(write('list.json', JSON.stringify(whole, null, 1)))
        forms.push(write('lines', whole.map(body => JSON.stringify(body)).join('\n')))
      }
      for (const form of forms) {
        const { code, payments, outcomes, rejects } = await run(gateway, form)
        expect(code).toBe(0)
        expect([payments.map(withoutKeyed).sort(), outcomes.map(withoutKeyed).sort()]).toEqual(expected)
        expect(rejects.map(each => each.code).sort()).toEqual(refused)
      }
    })
  })
}

/** Fingerprints are keyed by the secret, which differs. */
function withoutKeyed(json: object): string {
  return JSON.stringify(json).replaceAll(/"fingerprint":"[0-9a-f]{32}"/g, '"fingerprint":"keyed"')
}

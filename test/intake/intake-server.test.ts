import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { type IntakeOptions, type IntakeServer, startIntakeServer } from '../../src/intake/intake-server.ts'
import type { IntakeStore } from '../../src/intake/intake-store.ts'
import { verifiers } from '../../src/intake/verifiers.ts'
import { Outage } from '../../src/model/problem.ts'
import type { Output } from '../../src/ports.ts'
import { JUDGE } from '../decode/gateways/decoders.ts'
import { waitUntil } from '../services/wait-until.ts'
import { KEYS, PUBLIC_URL, signed } from './signing.ts'

const running: IntakeServer[] = []
afterEach(async () => {
  for (const server of running.splice(0)) await server.close(0)
})

interface Started {
  url: string
  stored: Output[]
  results: string[]
  faults: unknown[]
  server: IntakeServer
}

async function start(changed: Partial<IntakeOptions> = {}, store?: IntakeStore['store']): Promise<Started> {
  const stored: Output[] = []
  const results: string[] = []
  const faults: unknown[] = []
  const keep: IntakeStore['store'] = async records => void stored.push(...records)
  const { stripe, adyen, woocommerce } = KEYS
  const server = await startIntakeServer({
    host: '127.0.0.1',
    port: 0,
    requestTimeoutMs: 10_000,
    requestsMax: 100,
    bodyBytesMax: 10_000,
    store: { store: store ?? keep, close: async () => undefined },
    verifiers: verifiers({
      keys: { stripe: [stripe], adyen: [adyen], woocommerce: [woocommerce] },
      publicUrl: PUBLIC_URL,
      signatureAgeMsMax: 300_000,
      bodyBytesMax: 10_000,
      fetchCertificate: async () => '',
    }),
    judge: JUDGE,
    nowMs: () => Date.now(),
    onRequest: (gateway, result) => void results.push(`${gateway} ${result}`),
    onFault: error => void faults.push(error),
    ...changed,
  })
  running.push(server)
  return { url: `http://127.0.0.1:${server.port}`, stored, results, faults, server }
}

const charge = (id = 'ch_1') =>
  JSON.stringify({
    object: 'charge',
    id,
    created: Math.floor(Date.now() / 1000),
    amount: 500,
    currency: 'usd',
    status: 'succeeded',
  })

async function post(url: string, path: string, gateway: 'stripe' | 'adyen' | 'woocommerce', body: string) {
  const { body: sent, headers } = signed(gateway, body)
  const response = await fetch(url + path, { method: 'POST', body: sent, headers })
  const text = await response.text()
  return { status: response.status, answer: text.startsWith('{') ? JSON.parse(text) : text, headers: response.headers }
}

describe('a body', () => {
  test('is stored under its payment, for the merchant that the address names', async () => {
    const { url, stored, results } = await start()
    expect(await post(url, '/stripe/m_1', 'stripe', charge())).toMatchObject({
      status: 200,
      answer: { payments: 1, outcomes: 0 },
    })
    expect(stored).toMatchObject([{ topic: 'payments', key: 'ch_1' }])
    expect(JSON.parse(stored[0]!.value)).toMatchObject({ id: 'ch_1', amount: '5.00', merchant: { id: 'm_1' } })
    expect(results).toEqual(['stripe stored'])
  })

  test('that cannot be mapped is a dead letter without what it held, and 400', async () => {
    const { url, stored, results } = await start()
    const bad = charge('ch_2').replace('"usd"', '"joe@example.com 4111111111111111"')
    expect(await post(url, '/stripe', 'stripe', bad)).toMatchObject({
      status: 400,
      answer: { code: 'bad-value', field: 'amount' },
    })
    expect(await post(url, '/stripe', 'stripe', '{"cvv":"987"')).toMatchObject({
      status: 400,
      answer: { code: 'bad-json' },
    })
    expect(stored.map(each => each.topic)).toEqual(['dead-letters', 'dead-letters'])
    expect(JSON.stringify(stored)).not.toMatch(/joe|4111|987/)
    expect(JSON.parse(stored[0]!.value).source.topic).toBe('intake/stripe')
    expect(results).toEqual(['stripe refused', 'stripe refused'])
  })

  test('that holds nothing to keep is answered with 200 and not stored', async () => {
    const { url, stored, results } = await start()
    const event = JSON.stringify({
      object: 'event',
      type: 'plan.created',
      data: { object: { object: 'plan', id: 'p' } },
    })
    expect(await post(url, '/stripe', 'stripe', event)).toMatchObject({ status: 200, answer: { ignored: 1 } })
    expect([stored, results]).toEqual([[], ['stripe ignored']])
  })

  test('of several parts keeps the good ones, and Adyen gets its word', async () => {
    const { url, stored } = await start()
    const item = (pspReference: string, currency: string) => ({
      NotificationRequestItem: {
        eventCode: 'AUTHORISATION',
        success: 'true',
        eventDate: new Date().toISOString(),
        pspReference,
        merchantAccountCode: 'M',
        amount: { value: 100, currency },
      },
    })
    const body = JSON.stringify({ live: 'true', notificationItems: [item('A', 'EUR'), item('B', 'XYZ')] })
    expect(await post(url, '/adyen', 'adyen', body)).toMatchObject({ status: 200, answer: '[accepted]' })
    expect(stored.map(each => each.topic)).toEqual(['payments', 'dead-letters'])
  })

  test('without the right signature is not even read', async () => {
    const { url, stored, results } = await start()
    const response = await fetch(`${url}/stripe`, {
      method: 'POST',
      body: '{"cvv":',
      headers: { 'stripe-signature': 't=1,v1=00' },
    })
    expect(response.status).toBe(401)
    expect([stored, results]).toEqual([[], ['stripe bad-signature']])
  })

  test("of WooCommerce's try of an address needs no signature, and no other form gets by", async () => {
    const { url } = await start()
    const status = async (body: string) => (await fetch(`${url}/woocommerce`, { method: 'POST', body })).status
    expect(await status('webhook_id=7')).toBe(200)
    expect(await status('webhook_id=7&order=1')).toBe(401)
  })
})

describe('an address', () => {
  test.each([
    ['GET', '/stripe', 405],
    ['POST', '/', 404],
    ['POST', '/nobody', 404],
    ['POST', '/shopify', 404],
    ['POST', '/stripe/a/b', 404],
    ['POST', '/stripe/%00', 404],
    ['POST', '/__proto__', 404],
  ])('%s %s is answered with %i', async (method, path, status) => {
    const { url, stored } = await start()
    const response = await fetch(url + path, { method, ...(method === 'GET' ? {} : { body: charge() }) })
    expect([response.status, stored]).toEqual([status, []])
  })
})

describe('an outage', () => {
  test('is answered with 503, and the same body is taken afterwards', async () => {
    let isDown = true
    const kept: Output[] = []
    const { url, results, faults } = await start({}, async records => {
      if (isDown) throw new Outage('kafka', 'no broker')
      kept.push(...records)
    })
    const answered = await post(url, '/stripe', 'stripe', charge())
    expect(answered).toMatchObject({ status: 503, answer: { code: 'outage' } })
    expect(answered.headers.get('retry-after')).toBe('5')
    isDown = false
    expect((await post(url, '/stripe', 'stripe', charge())).status).toBe(200)
    expect([kept.length, results]).toEqual([1, ['stripe outage', 'stripe stored']])
    expect(faults).toHaveLength(1)
  })

  test('of a dead letter is one too', async () => {
    const { url } = await start({}, async () => Promise.reject(new Outage('kafka', 'no broker')))
    expect((await post(url, '/stripe', 'stripe', '{}')).status).toBe(503)
  })

  test('is not what a bug is, which is 500 and told', async () => {
    const { url, faults, results } = await start({}, async () => Promise.reject(new TypeError('a bug')))
    expect(await post(url, '/stripe', 'stripe', charge())).toMatchObject({ status: 500, answer: { code: 'failed' } })
    expect([faults.length, results]).toEqual([1, ['stripe failed']])
  })
})

describe('limits', () => {
  test('a body that says it is too large is refused before it is sent, one that does not while it is', async () => {
    const { url, results } = await start({ bodyBytesMax: 1000 })
    expect((await post(url, '/stripe', 'stripe', 'x'.repeat(1001))).status).toBe(413)
    const chunks = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 3; i++) controller.enqueue(Buffer.alloc(500, 'x'))
        controller.close()
      },
    })
    const response = await fetch(`${url}/stripe`, { method: 'POST', body: chunks, duplex: 'half' } as RequestInit)
    expect(response.status).toBe(413)
    expect(results).toEqual(['stripe too-large', 'stripe too-large'])
  })

  test('a sender that takes too long is cut off, whether it dawdles over the head or over the body', async () => {
    const { server, url, stored } = await start({ requestTimeoutMs: 300 })
    for (const part of [
      'POST /stripe HTTP/1.1\r\nhost: a\r\n',
      'POST /stripe HTTP/1.1\r\nhost: a\r\ncontent-length: 50\r\n\r\nabc',
    ]) {
      const socket = connect(server.port, '127.0.0.1')
      socket.on('error', () => undefined)
      let answer = ''
      socket.on('data', chunk => {
        answer += chunk
      })
      socket.write(part)
      await once(socket, 'close')
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d |^$/)
    }
    expect((await post(url, '/stripe', 'stripe', charge())).status).toBe(200)
    expect(stored).toHaveLength(1)
  })

  test('more requests than allowed at a time are asked to come again', async () => {
    let letGo = (): void => undefined
    const held = new Promise<void>(resolve => {
      letGo = resolve
    })
    let began = 0
    const { url } = await start({ requestsMax: 1 }, async () => {
      began++
      await held
    })
    const first = post(url, '/stripe', 'stripe', charge())
    await waitUntil('the first request', 10_000, async () => began === 1)
    expect(await post(url, '/stripe', 'stripe', charge())).toMatchObject({ status: 503, answer: { code: 'busy' } })
    letGo()
    expect((await first).status).toBe(200)
  })
})

test('what is under way is answered before the server is closed', async () => {
  let letGo = (): void => undefined
  const held = new Promise<void>(resolve => {
    letGo = resolve
  })
  let began = false
  const { url, server } = await start({}, async () => {
    began = true
    await held
  })
  const answered = post(url, '/stripe', 'stripe', charge())
  await waitUntil('the request', 10_000, async () => began)
  const closed = server.close(10_000)
  await expect(fetch(`${url}/stripe`)).rejects.toThrow()
  letGo()
  const { status, headers } = await answered
  expect([status, headers.get('connection')]).toEqual([200, 'close'])
  await closed
})

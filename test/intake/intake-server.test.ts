import { describe, expect, test } from 'vitest'
import { Outage } from '../../src/model/problem.ts'
import type { Output } from '../../src/ports.ts'
import { charge, post, start } from './started-server.ts'

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

import { execFileSync } from 'node:child_process'
import { createHmac, createSign, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import type { GatewayName } from '../../src/decode/gateways/gateway-table.ts'
import type { FetchCertificate } from '../../src/intake/signatures/verify-paypal.ts'
import { verifiers } from '../../src/intake/verifiers.ts'
import { Outage } from '../../src/model/problem.ts'
import { KEYS, PUBLIC_URL, type Signed, type SigningGateway, signed } from './signing.ts'

const folder = mkdtempSync(join(tmpdir(), 'tripline-signatures-'))
afterAll(() => rmSync(folder, { recursive: true }))

const WEBHOOK_ID = '1JE4291016473214C'
const CERT_URL = 'https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594'

const noCertificate: FetchCertificate = async () => ''

async function verdict(
  gateway: GatewayName,
  { body, headers }: Signed,
  { url = `/${gateway}`, nowMs = Date.now(), keys = {}, fetchCertificate = noCertificate } = {} as {
    url?: string
    nowMs?: number
    keys?: Partial<Record<GatewayName, readonly string[]>>
    fetchCertificate?: FetchCertificate
  },
): Promise<boolean> {
  const own = Object.fromEntries(
    Object.entries(KEYS).map(([name, key]) => [name, [`${name === 'braintree' ? 'no:' : ''}aabbccdd`, key]]),
  )
  const made = verifiers({
    keys: { ...own, paypal: [WEBHOOK_ID], ...keys },
    publicUrl: `${PUBLIC_URL}/`,
    signatureAgeMsMax: 300_000,
    bodyBytesMax: 1 << 20,
    fetchCertificate,
  })
  const lower = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  return made.get(gateway)!({ header: name => lower.get(name), body: Buffer.from(body), url, nowMs })
}

const ADYEN_BODY = JSON.stringify({
  live: 'false',
  notificationItems: [1, 2].map(value => ({
    NotificationRequestItem: {
      pspReference: `P${value}`,
      originalReference: 'O1',
      merchantAccountCode: 'M',
      merchantReference: 'R:1',
      amount: { value, currency: 'EUR' },
      eventCode: 'REFUND',
      success: 'true',
    },
  })),
})
const bodies: Record<SigningGateway, string> = {
  stripe: '{"object":"event","id":"evt_ü"}',
  adyen: ADYEN_BODY,
  braintree: '<notification><kind>check</kind></notification>',
  shopify: '{"id":1}',
  square: '{"type":"payment.created"}',
  woocommerce: '{"id":2}',
}

describe.each(Object.keys(bodies) as SigningGateway[])('%s', gateway => {
  const right = signed(gateway, bodies[gateway])

  test('knows its own signature, by any of its keys', async () => {
    expect(await verdict(gateway, right)).toBe(true)
  })

  test('refuses another key, another body and no signature', async () => {
    const other = gateway === 'adyen' ? 'AB'.repeat(32) : gateway === 'braintree' ? 'public_key:another' : 'another'
    expect(await verdict(gateway, signed(gateway, bodies[gateway], undefined, other))).toBe(false)
    // Braintree's payload is Base64 and Adyen signs parts: both have something that must not change.
    const changed = right.body.replace(/REFUND|"id"|payment|bt_payload=../, found => `${found}x`)
    expect(changed).not.toBe(right.body)
    expect(await verdict(gateway, { ...right, body: changed })).toBe(false)
    expect(await verdict(gateway, { body: bodies[gateway], headers: {} })).toBe(false)
    const cut = Object.fromEntries(Object.entries(right.headers).map(([name, value]) => [name, value.slice(0, -4)]))
    if (Object.keys(cut).length > 0 && gateway !== 'stripe')
      expect(await verdict(gateway, { ...right, headers: cut })).toBe(false)
  })

  test('refuses what is no signature at all', async () => {
    for (const junk of ['', '=', 'ü', 't=,v1=', 't=1e9,v1=zz', '0'.repeat(10_000)]) {
      const headers = Object.fromEntries(Object.keys(right.headers).map(name => [name, junk]))
      expect(await verdict(gateway, { body: bodies[gateway], headers })).toBe(false)
    }
  })
})

test('Stripe: an example worked out by hand, and a time too far away either way', async () => {
  const time = 1_700_000_000
  const hex = createHmac('sha256', 'whsec_x').update(`${time}.{"a":1}`).digest('hex')
  const body = { body: '{"a":1}', headers: { 'stripe-signature': `t=${time},v1=00,v1=${hex}` } }
  const at = (seconds: number) => verdict('stripe', body, { nowMs: seconds * 1000, keys: { stripe: ['whsec_x'] } })
  expect(await at(time)).toBe(true)
  expect(await at(time + 300)).toBe(true)
  expect([await at(time + 301), await at(time - 301)]).toEqual([false, false])
  const otherTime = { ...body, headers: { 'stripe-signature': `t=${time + 1},v1=${hex}` } }
  expect(await verdict('stripe', otherTime, { nowMs: time * 1000, keys: { stripe: ['whsec_x'] } })).toBe(false)
})

test('Adyen: the example of its documentation, every item signed, and a header over the whole body', async () => {
  const item = (more: object) => ({
    pspReference: '7914073381342284',
    originalReference: '',
    merchantAccountCode: 'TestMerchant',
    merchantReference: 'TestPayment-1407325143704',
    amount: { value: 1130, currency: 'EUR' },
    eventCode: 'AUTHORISATION',
    success: 'true',
    additionalData: { hmacSignature: 'coqCmt/IZ4E3CzPvMY8zTjQVL5hYJUiBRg8UU+iCWo0=' },
    ...more,
  })
  const key = '44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056'
  const check = (...items: object[]) =>
    verdict(
      'adyen',
      {
        body: JSON.stringify({ notificationItems: items.map(each => ({ NotificationRequestItem: each })) }),
        headers: {},
      },
      { keys: { adyen: [key] } },
    )
  expect(await check(item({}))).toBe(true)
  expect(await check(item({ reason: 'not signed by Adyen' }))).toBe(true)
  expect(await check(item({}), item({ additionalData: {} }))).toBe(false)
  expect(await check(item({ success: 'false' }))).toBe(false)
  expect(await check()).toBe(false)
  const whole = {
    body: '{"type":"x"}',
    headers: {
      HmacSignature: createHmac('sha256', Buffer.from(KEYS.adyen, 'hex')).update('{"type":"x"}').digest('base64'),
    },
  }
  expect(await verdict('adyen', whole)).toBe(true)
  expect(await verdict('adyen', { ...whole, body: '{"type":"y"}' })).toBe(false)
})

test('Square: the address is signed too', async () => {
  const to = signed('square', bodies.square, '/square/m_1?x=1')
  expect(await verdict('square', to, { url: '/square/m_1?x=1' })).toBe(true)
  expect(await verdict('square', to, { url: '/square/m_2?x=1' })).toBe(false)
})

describe('PayPal', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const keyFile = join(folder, 'key.pem')
  writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const certificate = (name: string): string => {
    const file = join(folder, `${name}.pem`)
    execFileSync('openssl', [
      'req',
      '-new',
      '-x509',
      '-key',
      keyFile,
      '-subj',
      `/O=Tests/CN=${name}`,
      '-days',
      '2',
      '-out',
      file,
    ])
    return readFileSync(file, 'utf8')
  }
  const pem = certificate('messageverificationcerts.paypal.com')
  const body = '{"id":"WH-1","event_type":"PAYMENT.CAPTURE.COMPLETED"}'
  const headersOf = (text: string): Record<string, string> => ({
    'PAYPAL-TRANSMISSION-ID': 'id-1',
    'PAYPAL-TRANSMISSION-TIME': '2026-11-21T10:15:30Z',
    'PAYPAL-TRANSMISSION-SIG': createSign('sha256').update(text).sign(privateKey, 'base64'),
    'PAYPAL-CERT-URL': CERT_URL,
    'PAYPAL-AUTH-ALGO': 'SHA256withRSA',
  })
  const headers = headersOf(`id-1|2026-11-21T10:15:30Z|${WEBHOOK_ID}|${crc32(body)}`)
  let fetched: string[] = []
  const check = (changed: Record<string, string>, { text = body, answer = pem, nowMs = Date.now() } = {}) => {
    fetched = []
    const fetchCertificate: FetchCertificate = async url => {
      fetched.push(url)
      return answer
    }
    return verdict('paypal', { body: text, headers: { ...headers, ...changed } }, { fetchCertificate, nowMs })
  }

  test('is proven by its certificate', async () => {
    expect(crc32('123456789')).toBe(0xcbf43926)
    expect(await check({})).toBe(true)
    expect(fetched).toEqual([CERT_URL])
  })

  test('refuses another body, another webhook, another time, another certificate', async () => {
    expect(await check({}, { text: `${body} ` })).toBe(false)
    expect(await check(headersOf(`id-1|2026-11-21T10:15:30Z|OTHER|${crc32(body)}`))).toBe(false)
    expect(await check({ 'PAYPAL-TRANSMISSION-TIME': '2026-11-21T10:15:31Z' })).toBe(false)
    expect(await check({ 'PAYPAL-AUTH-ALGO': 'none' })).toBe(false)
    expect(await check({}, { answer: certificate('paypal.com.example.com') })).toBe(false)
    expect(await check({}, { answer: 'no certificate' })).toBe(false)
    expect(await check({}, { nowMs: Date.now() + 3 * 86_400_000 })).toBe(false)
  })

  test.each([
    'http://api.paypal.com/v1/notifications/certs/CERT-1',
    'https://api.paypal.com.example.com/v1/notifications/certs/CERT-1',
    'https://example.com/v1/notifications/certs/CERT-1',
    'https://api.paypal.com@example.com/v1/notifications/certs/CERT-1',
    'https://api.paypal.com:8443/v1/notifications/certs/CERT-1',
    'https://api.paypal.com/v1/notifications/certs/../../../other',
    'https://api.paypal.com/v1/notifications/certs/CERT-1?next=https://example.com',
    'https://www.paypal.com/v1/notifications/certs/CERT-1',
    'file:///etc/passwd',
    '',
  ])('fetches nothing from %s', async url => {
    expect(await check({ 'PAYPAL-CERT-URL': url })).toBe(false)
    expect(fetched).toEqual([])
  })

  test('is an outage while the certificate cannot be had', async () => {
    const fetchCertificate: FetchCertificate = async () => {
      throw new Outage('paypal', 'down')
    }
    await expect(verdict('paypal', { body, headers }, { fetchCertificate })).rejects.toThrow(Outage)
  })
})

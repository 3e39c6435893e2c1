import { afterEach } from 'vitest'
import { type IntakeOptions, type IntakeServer, startIntakeServer } from '../../src/intake/intake-server.ts'
import type { IntakeStore } from '../../src/intake/intake-store.ts'
import { verifiers } from '../../src/intake/verifiers.ts'
import type { Output } from '../../src/ports.ts'
import { JUDGE } from '../decode/gateways/decoders.ts'
import { KEYS, PUBLIC_URL, signed } from './signing.ts'

const running: IntakeServer[] = []
afterEach(async () => {
  for (const server of running.splice(0)) await server.close(0)
})

export interface Started {
  url: string
  stored: Output[]
  results: string[]
  faults: unknown[]
  server: IntakeServer
}

export async function start(changed: Partial<IntakeOptions> = {}, store?: IntakeStore['store']): Promise<Started> {
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

export const charge = (id = 'ch_1') =>
  JSON.stringify({
    object: 'charge',
    id,
    created: Math.floor(Date.now() / 1000),
    amount: 500,
    currency: 'usd',
    status: 'succeeded',
  })

export async function post(url: string, path: string, gateway: 'stripe' | 'adyen' | 'woocommerce', body: string) {
  const { body: sent, headers } = signed(gateway, body)
  const response = await fetch(url + path, { method: 'POST', body: sent, headers })
  const text = await response.text()
  return { status: response.status, answer: text.startsWith('{') ? JSON.parse(text) : text, headers: response.headers }
}

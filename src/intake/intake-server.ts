import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { GatewayName } from '../decode/gateways/gateway-table.ts'
import { isGateway } from '../decode/gateways/tables.ts'
import { Outage } from '../model/problem.ts'
import { CutOff, readRequestBody, TooLarge } from './read-request-body.ts'
import { type TakeWith, takeBody } from './take-body.ts'

/** What came of a request, as the metric counts it. */
export type IntakeResult =
  | 'stored'
  | 'ignored'
  | 'refused'
  | 'bad-signature'
  | 'too-large'
  | 'cut-off'
  | 'outage'
  | 'busy'
  | 'not-found'
  | 'failed'

export interface IntakeOptions extends TakeWith {
  host: string
  /** 0 takes a free one. */
  port: number
  requestTimeoutMs: number
  requestsMax: number
  nowMs: () => number
  /** Called once per request; `gateway` is `none` where the address names none. */
  onRequest: (gateway: GatewayName | 'none', result: IntakeResult, seconds: number) => void
  /** Told of outages and of bugs; the sender learns neither. */
  onFault: (error: unknown) => void
}

export interface IntakeServer {
  port: number
  /** Takes no new connection, answers what is under way for at most so long, then cuts. */
  close(graceMs: number): Promise<void>
}

interface Answer {
  result: IntakeResult
  status: number
  body: object | string
}

const HEADERS_TIMEOUT_MS = 5000
const HEADER_BYTES_MAX = 16_384
const KEEP_ALIVE_MS = 5000
/** How often Node looks for requests that take too long; its own 30 seconds would leave slow senders that long. */
const TIMEOUT_CHECK_MS = 500
const LINGER_MS = 1000
const PATH = /^\/([a-z]{1,20})(?:\/([\w.:@-]{1,128}))?\/?$/

/** Serves `POST /GATEWAY` and `POST /GATEWAY/MERCHANT`. Rejects when the port cannot be had. */
export async function startIntakeServer(options: IntakeOptions): Promise<IntakeServer> {
  let underWay = 0
  let isClosing = false
  const server = createServer(
    {
      maxHeaderSize: HEADER_BYTES_MAX,
      headersTimeout: Math.min(HEADERS_TIMEOUT_MS, options.requestTimeoutMs),
      requestTimeout: options.requestTimeoutMs,
      connectionsCheckingInterval: TIMEOUT_CHECK_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    async (request, response) => {
      const beganMs = performance.now()
      const route = PATH.exec((request.url ?? '').split('?', 1)[0]!)
      const gateway = route !== null && isGateway(route[1]!) ? route[1] : undefined
      underWay++
      const answer =
        gateway === undefined
          ? NOT_FOUND
          : underWay > options.requestsMax
            ? BUSY
            : await answerTo(options, gateway, route?.[2], request).catch(error => failed(error, options.onFault))
      underWay--
      send(request, response, answer, isClosing)
      options.onRequest(gateway ?? 'none', answer.result, (performance.now() - beganMs) / 1000)
    },
  )
  server.maxConnections = options.requestsMax * 2
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    async close(graceMs) {
      isClosing = true
      const closed = new Promise(resolve => server.close(resolve))
      server.closeIdleConnections()
      const cut = setTimeout(() => server.closeAllConnections(), graceMs)
      await closed
      clearTimeout(cut)
    },
  }
}

const NOT_FOUND: Answer = {
  result: 'not-found',
  status: 404,
  body: { code: 'not-found', message: 'post to /GATEWAY or /GATEWAY/MERCHANT, for example /stripe' },
}
const BUSY: Answer = { result: 'busy', status: 503, body: { code: 'busy', message: 'too many requests at a time' } }

async function answerTo(
  options: IntakeOptions,
  gateway: GatewayName,
  merchantId: string | undefined,
  request: IncomingMessage,
): Promise<Answer> {
  if (request.method !== 'POST') return { result: 'not-found', status: 405, body: { code: 'only-post' } }
  const body = await readRequestBody(request, options.bodyBytesMax)
  const header = (name: string): string | undefined => {
    const value = request.headers[name]
    return Array.isArray(value) ? value[0] : value
  }
  const signed = { header, body, url: request.url ?? '', nowMs: options.nowMs() }
  const taken = await takeBody(gateway, merchantId, signed, options)
  switch (taken.result) {
    case 'not-configured': {
      const message = `no keys are set for ${gateway}`
      return { result: 'not-found', status: 404, body: { code: 'not-configured', message } }
    }
    case 'bad-signature':
      return { result: 'bad-signature', status: 401, body: { code: 'bad-signature' } }
    case 'refused': {
      const [first, ...others] = taken.problems.map(({ code, field, message }) => ({ code, field, message }))
      return { result: 'refused', status: 400, body: { ...first, ...(others.length === 0 ? {} : { others }) } }
    }
    case 'taken': {
      const { payments, outcomes, ignored, problems } = taken
      const result = payments + outcomes > 0 ? 'stored' : 'ignored'
      // Adyen's older webhooks look for this word.
      if (gateway === 'adyen') return { result, status: 200, body: '[accepted]' }
      return { result, status: 200, body: { payments, outcomes, ignored, refused: problems.map(({ code }) => code) } }
    }
  }
}

/** Whatever keeps a body from being stored is answered so that the gateway sends it again. */
function failed(error: unknown, onFault: (error: unknown) => void): Answer {
  if (error instanceof TooLarge) return { result: 'too-large', status: 413, body: { code: 'too-large' } }
  if (error instanceof CutOff) return { result: 'cut-off', status: 400, body: { code: 'cut-off' } }
  onFault(error)
  if (error instanceof Outage) return { result: 'outage', status: 503, body: { code: 'outage' } }
  return { result: 'failed', status: 500, body: { code: 'failed' } }
}

function send(request: IncomingMessage, response: ServerResponse, { status, body }: Answer, isLast: boolean): void {
  const text = typeof body === 'string' ? body : `${JSON.stringify(body)}\n`
  response.writeHead(status, {
    'content-type': typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    // What was not read of a request would be taken for the next one.
    ...(isLast || !request.complete ? { connection: 'close' } : {}),
    ...(status === 503 ? { 'retry-after': '5' } : {}),
  })
  response.end(text)
  if (request.complete) return
  // Read on for a moment: a connection that is cut with bytes unread may take the answer with it.
  request.resume()
  setTimeout(() => request.destroy(), LINGER_MS).unref()
}

import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Registry } from 'prom-client'
import { EventLoopWatch } from './event-loop.ts'
import type { Readiness, ReadinessState } from './readiness.ts'
import { redactText } from './redact.ts'

export interface HealthOptions {
  host: string
  /** 0 takes a free one. */
  port: number
  registry: Registry
  readiness: Readiness
}

export interface HealthServer {
  port: number
  /** Answers what is under way, for at most a second, then lets go of every connection. */
  close(): Promise<void>
}

interface Answer {
  status: number
  type: string
  body: string
}

/** Above this the loop is stuck more often than not, and only a new process helps. */
const STUCK_SHARE_MAX = 0.5
const CLOSE_GRACE_MS = 1000

/**
 * Serves /metrics, /healthz (200 while the process is worth keeping: pipeline alive, event loop turning) and /readyz
 * (503 with JSON reasons while it cannot work). Rejects when the port cannot be had.
 */
export async function startHealthServer({ host, port, registry, readiness }: HealthOptions): Promise<HealthServer> {
  const loop = new EventLoopWatch()

  const answers: Record<string, () => Answer | Promise<Answer>> = {
    '/metrics': async () => ({ status: 200, type: registry.contentType, body: await registry.metrics() }),
    '/healthz': () => {
      const { alive } = readiness.state()
      const eventLoopStuckShare = loop.stuckShare()
      const isWell = alive && eventLoopStuckShare <= STUCK_SHARE_MAX
      return json(isWell ? 200 : 503, { alive, eventLoopStuckShare, ...(alive ? {} : { reasons: safeReasons() }) })
    },
    '/readyz': () => {
      const { ready, ruleset, partitions } = readiness.state()
      return json(ready ? 200 : 503, { ready, reasons: safeReasons(), ruleset, partitions })
    },
  }

  /** Reasons are error texts of libraries, which may name a URL with its password. */
  function safeReasons(): ReadinessState['reasons'] {
    return readiness.state().reasons.map(({ what, why }) => ({ what, why: redactText(why) }))
  }

  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0]!
    const answer = Object.hasOwn(answers, path) ? answers[path] : undefined
    if (answer === undefined) return send(response, text(404, `nothing here; try ${Object.keys(answers).join(', ')}`))
    if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, text(405, 'only GET'))
    Promise.resolve()
      .then(answer)
      .catch(error => text(500, redactText(String(error))))
      .then(each => send(response, each))
  })
  server.requestTimeout = 10_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  server.unref()

  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      loop.stop()
      const closed = new Promise(resolve => server.close(resolve))
      server.closeIdleConnections()
      const cut = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS)
      await closed
      clearTimeout(cut)
    },
  }
}

function send(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  })
  response.end(body) // node leaves the body out by itself for HEAD
}

function json(status: number, body: unknown): Answer {
  return { status, type: 'application/json; charset=utf-8', body: `${JSON.stringify(body)}\n` }
}

function text(status: number, body: string): Answer {
  return { status, type: 'text/plain; charset=utf-8', body: `${body}\n` }
}

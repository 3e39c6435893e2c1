import { request } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createMetrics } from '../../src/telemetry/create-metrics.ts'
import { type HealthServer, startHealthServer } from '../../src/telemetry/health.ts'
import { createReadiness } from '../../src/telemetry/readiness.ts'

const open: HealthServer[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map(server => server.close()))
})

async function start() {
  const readiness = createReadiness()
  const { registry } = createMetrics({ processMetrics: false })
  const server = await startHealthServer({ host: '127.0.0.1', port: 0, registry, readiness })
  open.push(server)
  const get = async (path: string, method = 'GET') => {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { method })
    return { status: response.status, type: response.headers.get('content-type'), body: await response.text() }
  }
  const ready = async () => {
    const { status, body } = await get('/readyz')
    return { status, ...(JSON.parse(body) as { reasons: { what: string; why: string }[] }) }
  }
  return { server, readiness, registry, get, ready }
}

describe('/metrics', () => {
  test('is the Prometheus text format', async () => {
    const { get } = await start()
    const { status, type, body } = await get('/metrics?x=1')
    expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
    expect(body).toContain('# TYPE tripline_payments_total counter\ntripline_payments_total{action="allow"} 0\n')
  })

  test('a reader that throws is a 500, and the server lives on', async () => {
    const { get, registry } = await start()
    registry.getSingleMetric('tripline_velocity_cache_bytes')!.get = () =>
      Promise.reject(new Error('redis://:pw@h is out'))
    const { status, body } = await get('/metrics')
    expect([status, body]).toEqual([500, 'Error: redis://:[redacted]@h is out\n'])
    expect((await get('/healthz')).status).toBe(200)
  })
})

describe('/readyz', () => {
  test('says everything that is missing, then is ready', async () => {
    const { readiness, ready } = await start()
    const missing = await ready()
    expect(missing.status).toBe(503)
    expect(missing.reasons).toEqual([
      { what: 'ruleset', why: 'not loaded yet' },
      { what: 'partitions', why: 'none assigned yet' },
    ])
    readiness.ruleset('3f9c')
    readiness.partitions(0)
    expect(await ready()).toEqual({ status: 200, ready: true, reasons: [], ruleset: '3f9c', partitions: 0 })
  })

  test('an outage shows with its reason for as long as it lasts', async () => {
    const { readiness, ready, get } = await start()
    readiness.ruleset('3f9c')
    readiness.partitions(12)
    readiness.outage('redis', 'connect ECONNREFUSED redis://:pw@redis:6379')
    readiness.outage('kafka', 'no broker answers')
    readiness.outage('redis', 'still refused by redis://:pw@redis:6379')
    const during = await ready()
    expect(during.status).toBe(503)
    expect(during.reasons).toEqual([
      { what: 'redis', why: 'still refused by redis://:[redacted]@redis:6379' },
      { what: 'kafka', why: 'no broker answers' },
    ])
    expect((await get('/healthz')).status).toBe(200)
    readiness.outage('redis', undefined)
    readiness.outage('kafka', undefined)
    expect((await ready()).status).toBe(200)
  })

  test('each reason of an outage is news once, and again when there is another outage', async () => {
    const { readiness } = await start()
    const isNews = (reason: string | undefined) => readiness.outage('redis', reason)
    expect(['it broke', 'READONLY', 'it broke', 'READONLY'].map(isNews)).toEqual([true, true, false, false])
    expect([undefined, undefined, 'READONLY'].map(isNews)).toEqual([true, false, true])
    expect(readiness.outage('kafka', 'READONLY')).toBe(true)
  })

  test('a stopping process takes nothing new', async () => {
    const { readiness, ready } = await start()
    readiness.ruleset('3f9c')
    readiness.partitions(1)
    readiness.stopping()
    expect(await ready()).toMatchObject({ status: 503, reasons: [{ what: 'process', why: 'stopping' }] })
  })
})

describe('/healthz', () => {
  test('is alive while the event loop turns', async () => {
    const { get } = await start()
    const { status, body } = await get('/healthz')
    expect(status).toBe(200)
    expect(JSON.parse(body)).toEqual({ alive: true, eventLoopStuckShare: 0 })
  })

  test('a pipeline that ended while the process lives on is not alive', async () => {
    const { get, readiness } = await start()
    readiness.died('TypeError: x is not a function')
    const { status, body } = await get('/healthz')
    expect(status).toBe(503)
    expect(JSON.parse(body)).toMatchObject({ alive: false, reasons: [{ what: 'pipeline' }, {}, {}] })
  })
})

describe('other requests', () => {
  test.each([
    ['/', 'GET', 404],
    ['/constructor', 'GET', 404],
    ['/readyz/', 'GET', 404],
    ['/metrics', 'POST', 405],
  ])('%s %s is %d', async (path, method, expected) => {
    const { get } = await start()
    expect((await get(path, method)).status).toBe(expected)
  })

  test('HEAD has the same headers and no body', async () => {
    const { get } = await start()
    expect(await get('/healthz', 'HEAD')).toMatchObject({
      status: 200,
      type: 'application/json; charset=utf-8',
      body: '',
    })
  })
})

describe('starting and closing', () => {
  test('a port that is taken is said at once', async () => {
    const { server, readiness, registry } = await start()
    const second = startHealthServer({ host: '127.0.0.1', port: server.port, registry, readiness })
    await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  test('an open connection with nothing to say does not hold up the close', async () => {
    const { server } = await start()
    const half = connect(server.port, '127.0.0.1')
    await new Promise(resolve => half.once('connect', resolve))
    half.write('GET /metrics HTTP/1.1\r\n')
    half.on('error', () => undefined)
    const idle = request({ port: server.port, path: '/healthz', headers: { connection: 'keep-alive' } })
    await new Promise(resolve => idle.on('response', response => response.resume().on('end', resolve)).end())
    const startedAt = performance.now()
    await server.close()
    open.length = 0
    expect(performance.now() - startedAt).toBeLessThan(2000)
    half.destroy()
  })
})

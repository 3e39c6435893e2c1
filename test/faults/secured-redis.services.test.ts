import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest'
import { generatePayments } from '../../src/generator/generate-payments.ts'
import { firstDifference, scoreAsStage } from '../end-to-end/score-embedded.ts'
import { Stage, Worker } from '../end-to-end/stage.ts'
import { type Certificates, makeCertificates } from '../redis/make-certificates.ts'
import { rightsOf } from '../redis/rights.ts'
import { freePort } from '../services/free-port.ts'
import { type RedisServer, startRedisProgram } from '../services/redis.ts'
import { waitUntil } from '../services/wait-until.ts'

const PAYMENTS = 2000

let certificates: Certificates
let server: RedisServer
let admin: Redis
let url: string

beforeAll(async () => {
  certificates = makeCertificates()
  const { authority, server: own } = certificates
  const port = await freePort()
  const files = ['--tls-ca-cert-file', authority, '--tls-cert-file', own.certificate, '--tls-key-file', own.key]
  server = await startRedisProgram('redis-secured', ['--tls-port', `${port}`, '--tls-auth-clients', 'yes', ...files])
  admin = new Redis(server.url)
  url = `rediss://tripline@127.0.0.1:${port}`
})
afterAll(async () => {
  await admin.quit()
  await server.stop()
})

async function openStage(): Promise<Stage> {
  const stage = new Stage({ kafkaBrokers: inject('kafkaBrokers'), registryUrl: inject('registryUrl'), redisUrl: url })
  onTestFinished(() => stage.close())
  await stage.open()
  return stage
}

interface Started {
  worker: Worker
  port: number
}

/** Does not wait until it is ready, because it is not to be. */
async function startWorker(stage: Stage, settings: Record<string, string> = {}): Promise<Started> {
  const port = await freePort()
  const environment = stage.environment({
    TRIPLINE_HTTP_PORT: String(port),
    TRIPLINE_REDIS_PASSWORD: 'a password',
    TRIPLINE_REDIS_TLS_CA_FILE: certificates.authority,
    TRIPLINE_REDIS_TLS_CERT_FILE: certificates.client.certificate,
    TRIPLINE_REDIS_TLS_KEY_FILE: certificates.client.key,
    TRIPLINE_REDIS_COMMAND_TIMEOUT_MS: '1000',
    TRIPLINE_DECISIONS_DETAIL: 'all',
    ...settings,
  })
  const worker = new Worker(port, environment)
  onTestFinished(() => worker.kill())
  return { worker, port }
}

/** Waits until /readyz gives a reason that Redis is down, and answers it. */
function untilDown({ port }: Started, why: RegExp): Promise<string> {
  return waitUntil(`an outage like ${why}`, 60_000, async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`)
    const { reasons } = (await answer.json()) as { reasons: { what: string; why: string }[] }
    return reasons.find(each => each.what === 'redis' && why.test(each.why))?.why
  })
}

describe('Redis with TLS and a user of its own', () => {
  it('is worked with under the least rights, and what is missing is an outage that says so', async () => {
    await admin.acl('SETUSER', 'tripline', ...rightsOf('another password'))
    const lines = [...generatePayments({ count: PAYMENTS, seed: 71 })].map(({ payment }) => JSON.stringify(payment))
    const messages = lines.map(value => ({ key: 'one partition', value }))
    const stage = await openStage()
    await stage.produce(messages.slice(0, PAYMENTS / 2))
    const started = await startWorker(stage)
    const { worker } = started

    expect(await untilDown(started, /WRONGPASS/)).toContain('check user and password')
    await admin.acl('SETUSER', 'tripline', ...rightsOf('a password'))
    await stage.untilCommitted(PAYMENTS / 2)

    await admin.acl('SETUSER', 'tripline', '-set')
    await stage.produce(messages.slice(PAYMENTS / 2))
    expect(await untilDown(started, /can't run this command|no permissions|NOPERM/)).toContain('docs/redis.md')
    await admin.acl('SETUSER', 'tripline', '+set')
    await stage.untilCommitted(PAYMENTS)

    expect(await worker.stop()).toBe(0)
    expect(worker.log).toContain('redis is down, payments wait')
    for (const never of ['    at ', 'a password', 'another password']) expect(worker.log).not.toContain(never)
    const decisions = (await stage.readAll('decisions')).map(each => each.value)
    expect(firstDifference(decisions, scoreAsStage(lines, stage))).toBeUndefined()
    console.log(`TLS, least rights, a wrong password and a missing right on the way: 0 of ${PAYMENTS} decisions differ`)
  })

  it('is not trusted with a certificate of an authority that nobody named', async () => {
    await admin.acl('SETUSER', 'tripline', ...rightsOf('a password'))
    const stage = await openStage()
    const started = await startWorker(stage, { TRIPLINE_REDIS_TLS_CA_FILE: certificates.stranger })
    expect(await untilDown(started, /certificate/)).toContain('redis.tls_ca_file')
    expect(started.worker.log).not.toContain('    at ')
    await started.worker.stop()
  })
})

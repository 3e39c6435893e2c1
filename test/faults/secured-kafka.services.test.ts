import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest'
import { generatePayments } from '../../src/generator/generate-payments.ts'
import { firstDifference, scoreAsStage } from '../end-to-end/score-embedded.ts'
import { Stage, type Worker } from '../end-to-end/stage.ts'
import { type Certificates, makeCertificates } from '../redis/make-certificates.ts'
import { type SecuredBroker, startSecuredKafka } from '../services/secured-kafka.ts'
import { waitUntil } from '../services/wait-until.ts'
import { rightsIn } from './kafka-rights.ts'

const PAYMENTS = 400
const USER = { name: 'tripline', password: 'a-long-password' }
/** Who signs in, and who has the certificate. */
const PRINCIPALS = [`User:${USER.name}`, 'User:CN=client of the tests']

let certificates: Certificates
let broker: SecuredBroker
let folder: string

beforeAll(async () => {
  certificates = makeCertificates()
  broker = await startSecuredKafka(certificates, USER)
  folder = mkdtempSync(join(tmpdir(), 'tripline-password-'))
})
afterAll(async () => {
  await broker.stop()
  rmSync(folder, { recursive: true })
})

async function openStage(): Promise<Stage> {
  const stage = new Stage({
    kafkaBrokers: broker.brokers,
    registryUrl: inject('registryUrl'),
    redisUrl: inject('redisUrl'),
  })
  onTestFinished(() => stage.close())
  await stage.open()
  await stage.ask(admin => admin.createAcls({ acl: rightsIn(stage, PRINCIPALS) }))
  return stage
}

/** How the built command is told to sign in; the password comes from a file, as a mounted secret does. */
function signIn(password = USER.password): Record<string, string> {
  const file = join(folder, password)
  writeFileSync(file, `${password}\n`)
  return {
    TRIPLINE_KAFKA_BROKERS: broker.signedIn,
    TRIPLINE_KAFKA_TLS: 'true',
    TRIPLINE_KAFKA_TLS_CA_FILE: certificates.authority,
    TRIPLINE_KAFKA_SASL_MECHANISM: 'scram-sha-512',
    TRIPLINE_KAFKA_SASL_USERNAME: USER.name,
    TRIPLINE_KAFKA_SASL_PASSWORD_FILE: file,
    TRIPLINE_DECISIONS_DETAIL: 'all',
  }
}

const certificate = (): Record<string, string> => ({
  TRIPLINE_KAFKA_BROKERS: broker.certified,
  TRIPLINE_KAFKA_TLS: 'true',
  TRIPLINE_KAFKA_TLS_CA_FILE: certificates.authority,
  TRIPLINE_KAFKA_TLS_CERT_FILE: certificates.client.certificate,
  TRIPLINE_KAFKA_TLS_KEY_FILE: certificates.client.key,
  TRIPLINE_DECISIONS_DETAIL: 'all',
})

/** Waits until /readyz gives a reason that Kafka is down, and answers it. */
function untilDown(worker: Worker, why: RegExp): Promise<string> {
  let last: string[] = []
  return waitUntil(`an outage like ${why}`, 60_000, async () => {
    if (worker.process.exitCode !== null) return `ended: ${worker.log}`
    last = (await worker.reasons()).map(each => each.why)
    return last.find(each => why.test(each))
  }).catch(error => {
    throw new Error(`${error.message}, but ${last.join('; ')}`, { cause: error })
  })
}

async function untilEnded({ process: child }: Worker): Promise<number | null> {
  await waitUntil('the end of the worker', 60_000, async () => child.exitCode !== null)
  return child.exitCode
}

function expectNoSecretAndNoStack(log: string): void {
  for (const never of ['    at ', '\\n    at', USER.password, 'a-wrong-password']) expect(log).not.toContain(never)
}

describe('Kafka over TLS', () => {
  const ways = { 'a sign-in by SCRAM-SHA-512': signIn, 'a client certificate': certificate }
  for (const [way, settings] of Object.entries(ways)) {
    it(`scores with ${way} as a file is scored`, async () => {
      const lines = [...generatePayments({ count: PAYMENTS, seed: 72 })].map(({ payment }) => JSON.stringify(payment))
      const stage = await openStage()
      await stage.produce(lines.map(value => ({ key: 'one partition', value })))
      const worker = await stage.startWorker(settings())
      await stage.untilCommitted(PAYMENTS)
      expect(await worker.stop()).toBe(0)
      const decisions = (await stage.readAll('decisions')).map(each => each.value)
      const expected = scoreAsStage(lines, stage)
      expect(firstDifference(decisions, expected)).toBeUndefined()
      console.log(`Kafka with ${way}: 0 of ${PAYMENTS} decisions differ`)
    })
  }

  it('lets what Redis lost be counted again, under the same rights', async () => {
    const stage = await openStage()
    const payments = [...generatePayments({ count: PAYMENTS, seed: 74 })].map(({ payment }) => JSON.stringify(payment))
    await stage.produce(payments.map(value => ({ key: 'one partition', value })))
    const before = await stage.startWorker(signIn())
    await stage.untilCommitted(PAYMENTS)
    expect(await before.stop()).toBe(0)
    // Under another secret there is nothing in Redis yet.
    const after = await stage.startWorker({ ...signIn(), TRIPLINE_SECRET: 'another-secret-of-the-test' })
    const isCounted = async () => (await after.metric('tripline_rebuilt_records_total')) === PAYMENTS
    await waitUntil('a rebuild', 60_000, isCounted)
    expect(await after.stop()).toBe(0)
  })

  it('ends with what to check when the password is wrong', async () => {
    const stage = await openStage()
    const worker = await stage.launchWorker(signIn('a-wrong-password'))
    expect(await untilEnded(worker)).toBe(1)
    expect(worker.log).toMatch(/Kafka refuses: SASL SCRAM SHA512 .*; check kafka\.sasl_username, kafka\.sasl_password/)
    expectNoSecretAndNoStack(worker.log)
  })

  it('ends with what to give when a right is missing', async () => {
    const stage = await openStage()
    const { resourceType, resourcePatternType, ...right } = rightsIn(stage, PRINCIPALS).find(
      each => each.resourceName === stage.name,
    )!
    const filter = { ...right, resourceType, resourcePatternType }
    await stage.ask(admin => admin.deleteAcls({ filters: [filter] }))
    const worker = await stage.launchWorker(signIn())
    expect(await untilEnded(worker)).toBe(1)
    expect(worker.log).toMatch(/Kafka refuses: .*; give the user .* docs\/kafka\.md/)
    expectNoSecretAndNoStack(worker.log)
  })

  it('says what to check to who generates payments', async () => {
    const stage = await openStage()
    const env = { PATH: process.env.PATH, ...stage.environment(signIn('a-wrong-password')) }
    const args = ['dist/main.js', 'generate', '--to', 'kafka', '--count', '10']
    const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' })
    expect(status).toBe(1)
    expect(stderr).toMatch(/^tripline: Kafka refuses: .*; check kafka\.sasl_username, kafka\.sasl_password.*\n$/)
  })

  const mistaken: [string, () => Record<string, string>, RegExp][] = [
    [
      'an authority that nobody named',
      () => ({ ...signIn(), TRIPLINE_KAFKA_TLS_CA_FILE: certificates.stranger }),
      /certificate.*; name the authority that signed .* in kafka\.tls_ca_file/,
    ],
    [
      'no client certificate where one is asked for',
      () => ({ ...certificate(), TRIPLINE_KAFKA_TLS_CERT_FILE: '', TRIPLINE_KAFKA_TLS_KEY_FILE: '' }),
      /check kafka\.tls_cert_file and kafka\.tls_key_file/,
    ],
    [
      'TLS on a port without it',
      () => ({ ...signIn(), TRIPLINE_KAFKA_BROKERS: broker.brokers }),
      /does not speak TLS: .* kafka\.tls off/,
    ],
    [
      'no TLS on a port with it',
      () => ({ TRIPLINE_KAFKA_BROKERS: broker.certified, TRIPLINE_KAFKA_TLS: 'false' }),
      /asks for TLS \(kafka\.tls\)/,
    ],
  ]
  // Side by side, because each of them has to wait until the client has given up trying.
  it('waits where it is not trusted or not understood, and says what to do', async () => {
    const stage = await openStage()
    await Promise.all(
      mistaken.map(async ([mistake, settings, why]) => {
        const worker = await stage.launchWorker(settings())
        expect(await untilDown(worker, why), mistake).toMatch(why)
        expectNoSecretAndNoStack(worker.log)
        expect(await worker.stop(), mistake).toBe(0)
      }),
    )
  })
})

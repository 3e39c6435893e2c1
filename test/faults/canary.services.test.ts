import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import kafkajs, { type Message } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type Read, Stage } from '../end-to-end/stage.ts'
import { type RedisServer, startRedis } from '../services/redis.ts'
import { waitUntil } from '../services/wait-until.ts'
import { type Canary, makeCanaries } from './canary/canaries.ts'
import { CanaryFinder, type Finding } from './canary/find-canaries.ts'
import { framedCarriers } from './canary/framed-carriers.ts'
import { csvOf, MAPPING } from './canary/imported-file.ts'
import { inDecision, inJson, rulesThatNamePeople } from './canary/outputs.ts'
import { REFUSED_CARRIERS } from './canary/refused-carriers.ts'
import { startRefusingRegistry } from './canary/refusing-registry.ts'
import { type Carrier, paymentOf, SCORED_CARRIERS } from './canary/scored-carriers.ts'

const CANARIES = 2000
const CONFLICTS = 40
const SECRET = 'secret-of-the-canaries'
/** Declares what nobody should: a security code and a PIN block among the metadata. */
const METADATA = 'note:text,ref:number,cvv:text,pinBlock:text,trackData:text'

/** Flags every payment, and says every text that a reason can name; e-mail and IP are left to other rules. */
const RULE = `rule: sees-everything
title: Flags every payment
mode: live
owner: payments-risk
why: So that each payment stands in the review topic and each text in a reason.
when: [amount > 0]
score: 1
action: review
reason: "{customer.id} {customer.name} {customer.phone} {card.fingerprint} {card.bin} {card.last4} {card.brand} {device.id} {billing.line1} {billing.line2} {billing.city} {shipping.line1} {metadata.note} {metadata.ref} {metadata.cvv}"
tests:
  - { name: any, payment: { amount: "1.00" }, expect: hit }
  - { name: none, payment: { amount: "0.00" }, expect: no-hit }
`

const folder = mkdtempSync(join(tmpdir(), 'tripline-canary-'))
const rules = join(folder, 'rules')
const canaries = makeCanaries(CANARIES)
const finder = new CanaryFinder(canaries)
let naming: ReadonlySet<string>

beforeAll(() => {
  cpSync('rules', rules, { recursive: true })
  writeFileSync(join(rules, 'sees-everything.yaml'), RULE)
  naming = rulesThatNamePeople(rules)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Each canary rides in one carrier; the first few finds say enough. */
const shown = (found: readonly Finding[]): string[] =>
  [...new Set(found.map(({ secret, around }) => `${secret}: …${around}…`))].slice(0, 14)

describe('the finder', () => {
  it('sees a card number plain, in groups, in base64, in hexadecimal and as bytes', () => {
    for (const { pan, spaced, dashed } of canaries.slice(0, 24)) {
      const base64 = ['', 'x', 'xy'].map(before => Buffer.from(`${before}${pan} and`).toString('base64'))
      const hex = Buffer.from(pan).toString('hex')
      const bytes = JSON.stringify(Buffer.from(pan))
      for (const text of [pan, spaced, dashed, spaced.replaceAll(' ', '.'), ...base64, hex, bytes]) {
        expect(finder.inText(`before ${text} after`).map(({ secret }) => secret)).toContain('card number')
      }
    }
  })

  it('sees every other secret, and nothing in what holds none', () => {
    const { code, pinBlock, track1, track2, email, ip } = canaries[7]!
    const seen = [pinBlock, track1, track2, email, ip].map(text => finder.inText(text)[0]?.secret)
    expect(seen).toEqual(['pin block', 'card number', 'card number', 'e-mail', 'ip'])
    expect(finder.codesIn(`cvv ${code}`)).toHaveLength(1)
    expect(finder.inText(Buffer.from(email).toString('base64'))[0]?.secret).toBe('e-mail')
    expect(finder.inText(JSON.stringify({ paymentId: 'pay_1', occurredAt: '2024-06-03T10:15:30.000Z' }))).toEqual([])
  })
})

describe('the stream', () => {
  let stage: Stage
  let redisServer: RedisServer
  let redis: Redis
  let log = ''
  let pages = ''
  let topics: Record<'decisions' | 'reviews' | 'deadLetters', Read[]>
  /** By canary. */
  const carriers: Omit<Carrier, 'value'>[] = []

  beforeAll(async () => {
    redisServer = await startRedis('canary')
    redis = new Redis(redisServer.url)
    stage = new Stage({
      kafkaBrokers: inject('kafkaBrokers'),
      registryUrl: inject('registryUrl'),
      redisUrl: redisServer.url,
    })
    await stage.open({ partitions: 3 })
    const registry = await startRefusingRegistry(inject('registryUrl'), 2)
    const messages = await load()
    const worker = await stage.startWorker({
      TRIPLINE_RULES_DIR: rules,
      TRIPLINE_REGISTRY_URL: registry.url,
      TRIPLINE_LOG_LEVEL: 'debug',
      TRIPLINE_DECISIONS_DETAIL: 'all',
      TRIPLINE_METADATA_FIELDS: METADATA,
      TRIPLINE_DEAD_LETTERS_SHARE_MAX: '1',
      TRIPLINE_SECRET: SECRET,
    })
    const port = /"http":(\d+)/.exec(worker.log)![1]
    const page = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text()

    await redis.config('SET', 'maxmemory', '1')
    await produce(stage.topics.payments, messages)
    await waitUntil('Redis to refuse', 30_000, async () => worker.log.includes('redis is down'))
    pages += await page('/readyz')
    await redis.config('SET', 'maxmemory', '0')
    await stage.untilCommitted(messages.length)
    pages += (await page('/readyz')) + (await page('/healthz')) + (await page('/metrics'))
    await worker.stop()
    log = worker.log
    topics = {
      decisions: await stage.readAll('decisions'),
      reviews: await stage.readAll('reviews'),
      deadLetters: await stage.readAll('deadLetters'),
    }
    await registry.close()
  })

  afterAll(async () => {
    await stage.close()
    redis.disconnect()
    await redisServer.stop()
  })

  /** One record per canary, each carrier in its turn, and a few that claim the id of another payment. */
  async function load(): Promise<Message[]> {
    const framed = await framedCarriers(inject('registryUrl'))
    const plain = [...SCORED_CARRIERS, ...REFUSED_CARRIERS]
    const messages: Message[] = []
    for (const canary of canaries) {
      const turn = canary.index % (plain.length + framed.length)
      const carrier = plain[turn] ?? framed[turn - plain.length]!.carrier
      const value = plain[turn]?.value(canary) ?? (await framed[turn - plain.length]?.value(canary)) ?? null
      carriers.push(carrier)
      const key = carrier.key === undefined ? 'one' : carrier.key(canary)
      messages.push({ key, headers: carrier.headers?.(canary), value })
    }
    for (const canary of canaries.slice(0, CONFLICTS)) {
      messages.push({ key: 'one', value: JSON.stringify(conflict(canary)) })
    }
    return messages
  }

  it('ran into every failure that it was meant to', () => {
    expect(log).toContain('redis is down')
    expect(log).toContain('registry is down')
    const codes = new Set(topics.deadLetters.map(({ value }) => (JSON.parse(value) as { code: string }).code))
    expect([...codes].sort()).toMatchInlineSnapshot(`
      [
        "amount-malformed",
        "amount-over-max",
        "bad-id",
        "bad-json",
        "bad-time",
        "byte-order-mark",
        "duplicate-key",
        "field-too-long",
        "forbidden-key",
        "id-conflict",
        "implausible-time",
        "missing-field",
        "not-an-object",
        "not-in-list",
        "not-utf8",
        "record-too-large",
        "schema-refused",
        "schema-unknown",
        "short-frame",
        "too-deep",
        "too-many-fields",
        "too-many-items",
        "undecodable",
        "unknown-currency",
        "unsafe-number",
        "wrong-type",
      ]
    `)
    const decided = new Set(topics.decisions.map(({ key }) => key))
    const astray = carriers.filter(({ becomes }, at) => decided.has(`pay-x${at}x`) !== (becomes === 'payment'))
    expect([...new Set(astray.map(({ name }) => name))]).toEqual([])
    expect(topics.reviews.map(({ key }) => key).sort()).toEqual([...decided].sort())
    const refused = carriers.filter(({ becomes }) => becomes === 'dead letter')
    expect(topics.deadLetters).toHaveLength(refused.length + CONFLICTS)
  })

  it('logs no secret at debug', () => {
    const lines = log.split('\n').filter(line => line.startsWith('{'))
    expect(lines.length).toBeGreaterThan(2)
    expect(shown(finder.inText(log))).toEqual([])
    expect(shown(lines.flatMap(line => inJson(finder, line)))).toEqual([])
  })

  it('shows no secret in /metrics, /readyz and /healthz', () => {
    expect(pages).toContain('tripline_dead_letters_total')
    expect(shown(finder.inText(pages))).toEqual([])
  })

  it('keeps no secret in Redis', async () => {
    const dump = await dumpOf(redis)
    expect(dump.keys).toBeGreaterThan(CANARIES)
    expect(shown(finder.inText(dump.text))).toEqual([])
  })

  it('writes no secret to the dead letters', () => {
    const found = topics.deadLetters.flatMap(read => [...inJson(finder, read.value), ...finder.inText(envelope(read))])
    expect(shown(found)).toEqual([])
  })

  it('writes to decisions and reviews only what they are for', () => {
    for (const reads of [topics.decisions, topics.reviews]) {
      const found = reads.flatMap(read => [...inDecision(finder, read.value, naming), ...finder.inText(envelope(read))])
      expect(shown(found)).toEqual([])
    }
  })
})

describe('files', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['dist/main.js', ...args], {
      env: { PATH: process.env.PATH, TRIPLINE_SECRET: SECRET, TRIPLINE_METADATA_FIELDS: METADATA },
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    })
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
  const linesOf = (text: string): string[] => text.split('\n').filter(line => line !== '')

  it('`tripline score` writes and prints no secret', () => {
    const carriers = [...SCORED_CARRIERS, ...REFUSED_CARRIERS]
    const payments = canaries.flatMap(canary => [
      carriers[canary.index % carriers.length]!.value(canary),
      ...(canary.index < CONFLICTS ? [JSON.stringify(conflict(canary))] : []),
    ])
    const lines = payments.flatMap(value => (value === null ? [] : [value, '\n']))
    writeFileSync(join(folder, 'payments.ndjson'), Buffer.concat(lines.map(line => Buffer.from(line))))
    const files = ['--in', 'payments.ndjson', '--out', 'decisions', '--reviews', 'reviews', '--rejects', 'rejects']
    const paths = files.map((word, at) => (at % 2 === 0 ? word : join(folder, word)))
    const { status, stdout, stderr } = run('score', '--rules', rules, '--detail', 'all', ...paths)
    expect(`${status}${stderr}`).toMatch(/^0/)
    expect(shown(finder.inText(stdout + stderr))).toEqual([])
    expect(linesOf(read('rejects')).length).toBeGreaterThan(400)
    expect(shown(linesOf(read('rejects')).flatMap(line => inJson(finder, line)))).toEqual([])
    for (const name of ['decisions', 'reviews']) {
      expect(linesOf(read(name)).length).toBeGreaterThan(1000)
      expect(shown(linesOf(read(name)).flatMap(line => inDecision(finder, line, naming)))).toEqual([])
    }
  })

  it('`tripline import` writes no card number, code or track, and prints and rejects none either', () => {
    writeFileSync(join(folder, 'map.yaml'), MAPPING)
    writeFileSync(join(folder, 'export.csv'), csvOf(canaries))
    const files = [
      '--map',
      'map.yaml',
      '--in',
      'export.csv',
      '--out',
      'imported',
      '--rejects',
      'refused',
      '--labels',
      'labels',
    ]
    const { status, stdout, stderr } = run(
      'import',
      ...files.map((word, at) => (at % 2 === 0 ? word : join(folder, word))),
    )
    expect(`${status}${stderr}`).toMatch(/^0/)
    expect(shown(finder.inText(stdout + stderr))).toEqual([])
    expect(linesOf(read('imported')).length).toBeGreaterThan(1000)
    expect(linesOf(read('refused')).length).toBeGreaterThan(100)
    // The payments are for scoring, so their e-mails and IPs stay.
    const payments = linesOf(read('imported')).flatMap(line => inJson(finder, line))
    expect(shown(payments.filter(({ secret }) => secret !== 'e-mail' && secret !== 'ip'))).toEqual([])
    expect(shown(linesOf(read('refused')).flatMap(line => inJson(finder, line)))).toEqual([])
    expect(shown(finder.inText(read('labels')))).toEqual([])
  })
})

const conflict = (canary: Canary): object =>
  paymentOf(canary, { amount: '777.77', 'card.number': canary.pan, 'metadata.note': canary.track1 })

const envelope = ({ key, headers }: Read): string =>
  `${key} ${Object.entries(headers ?? {})
    .map(([name, value]) => `${name} ${value}`)
    .join(' ')}`

/** Compressed, because some records are larger than a broker takes. */
async function produce(topic: string, messages: readonly Message[]): Promise<void> {
  const { Kafka, CompressionTypes, logLevel } = kafkajs
  const kafka = new Kafka({ brokers: inject('kafkaBrokers').split(','), logLevel: logLevel.NOTHING })
  const producer = kafka.producer({ allowAutoTopicCreation: false })
  await producer.connect()
  for (let from = 0; from < messages.length; from += 200) {
    await producer.send({ topic, messages: messages.slice(from, from + 200), compression: CompressionTypes.GZIP })
  }
  await producer.disconnect()
}

/** Every key with its value. All of them are strings to Redis. */
async function dumpOf(redis: Redis): Promise<{ keys: number; text: string }> {
  const keys = await redis.keys('*')
  const texts: string[] = []
  for (let from = 0; from < keys.length; from += 1000) {
    const part = keys.slice(from, from + 1000)
    const values = await redis.mgetBuffer(part)
    for (const [at, key] of part.entries()) texts.push(key, values[at]?.toString('latin1') ?? '')
  }
  return { keys: keys.length, text: texts.join('\n') }
}

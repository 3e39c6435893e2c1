import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import kafkajs, { type Message } from 'kafkajs'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { type Read, Stage } from '../end-to-end/stage.ts'
import { type RedisServer, startRedis } from '../services/redis.ts'
import { waitUntil } from '../services/wait-until.ts'
import { canaries, conflicts, ENVIRONMENT, finder, layOutRules, shown } from './canary/flight.ts'
import { framedCarriers } from './canary/framed-carriers.ts'
import { inDecision, inJson } from './canary/outputs.ts'
import { REFUSED_CARRIERS } from './canary/refused-carriers.ts'
import { startRefusingRegistry } from './canary/refusing-registry.ts'
import { type Carrier, SCORED_CARRIERS } from './canary/scored-carriers.ts'

/**
 * Secrets that are nobody's ride through the built command, past every failure that a record can meet, with everything
 * logged and every velocity written; afterwards they are looked for wherever Tripline leaves something. Left out is one
 * thing that is kept on purpose: a payment's own id and its merchant's, whatever they hold (`pan-like-id` warns of them).
 */

const folder = mkdtempSync(join(tmpdir(), 'tripline-canary-'))
const { dir, naming } = layOutRules(folder)

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
    ...ENVIRONMENT,
    TRIPLINE_RULES_DIR: dir,
    TRIPLINE_REGISTRY_URL: registry.url,
    TRIPLINE_LOG_LEVEL: 'debug',
    TRIPLINE_DECISIONS_DETAIL: 'all',
    TRIPLINE_DEAD_LETTERS_SHARE_MAX: '1',
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
  rmSync(folder, { recursive: true, force: true })
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
  for (const value of conflicts()) messages.push({ key: 'one', value })
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
  expect(topics.deadLetters).toHaveLength(refused.length + conflicts().length)
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
  expect(dump.keys).toBeGreaterThan(canaries.length)
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

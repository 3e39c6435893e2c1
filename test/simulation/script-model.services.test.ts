import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { CommandFrame } from '../../src/redis/command-frame.ts'
import { RedisConnection } from '../../src/redis/connection.ts'
import { APPEND_AND_READ } from '../../src/redis/lua/append-and-read.ts'
import type { StoreConnection } from '../../src/redis/one-server.ts'
import { createRedisStore } from '../../src/redis/redis-store.ts'
import { planVelocities } from '../../src/velocity/plan-velocities.ts'
import { batchSizes, definitions, histories } from '../velocity/histories.ts'
import { KeySpace } from './key-space.ts'
import { readCommand } from './read-command.ts'
import { appendAndRead } from './script-model.ts'

const SCRIPT_HASH = createHash('sha1').update(APPEND_AND_READ).digest('hex')
const DAY_MS = 86_400_000

/** A call of the script as plain choices, wrong ones too: a process may believe anything of a log. */
interface Call {
  events: { id: number; content: number; state: number; kind: number; record: Uint8Array }[]
  /** The records of these events, by number, go to a log of their own as well. */
  owners: number[]
  logs: {
    name: number
    records: number[]
    lifetime: number
    knows: 'nothing' | 'all' | 'part' | 'more'
    epoch: boolean
  }[]
  epoch: Uint8Array
}

const bytes = (count: number) => fc.uint8Array({ minLength: count, maxLength: count })
const calls: fc.Arbitrary<Call[]> = fc.array(
  fc.record({
    events: fc.array(
      fc.record({
        id: fc.nat(4),
        content: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(1) }),
        state: fc.nat(3),
        kind: fc.constantFrom(0, 2, 3),
        record: bytes(64),
      }),
      { maxLength: 6 },
    ),
    owners: fc.array(fc.nat(5), { maxLength: 3 }).map(each => each.toSorted((a, b) => a - b)),
    logs: fc.uniqueArray(
      fc.record({
        name: fc.nat(3),
        records: fc.uniqueArray(fc.nat(8), { minLength: 1, maxLength: 6 }),
        lifetime: fc.nat(2),
        knows: fc.constantFrom('nothing', 'all', 'part', 'more'),
        epoch: fc.boolean(),
      }),
      { maxLength: 3, selector: each => each.name },
    ),
    epoch: bytes(8),
  }),
  { minLength: 1, maxLength: 12 },
) as fc.Arbitrary<Call[]>

/** Packs a call, as a process would that has read `space`. */
function pack({ events, owners, logs, epoch }: Call, prefix: string, space: KeySpace): Buffer {
  const owned = owners.filter(event => event < events.length)
  const frame = new CommandFrame()
  const add = (part: Uint8Array): void => frame.bytes(part.length, (target, at) => void target.set(part, at))
  const logKeys = logs.map(({ name }) => `${prefix}:log:${name}`)
  frame.start(3 + events.length + logs.length + 9)
  frame.text('EVALSHA')
  frame.text(SCRIPT_HASH)
  frame.text(String(events.length + logs.length))
  for (const { id } of events) frame.text(`${prefix}:id:${id}`)
  for (const key of logKeys) frame.text(key)
  frame.text(String(events.length))
  frame.text(String(DAY_MS))
  add(epoch)
  const claims = events.map(({ content, state, kind }) =>
    Buffer.concat([Buffer.alloc(8, content), Buffer.of(kind, 0, 0, 0, 0, 0, 0, state)]),
  )
  add(Buffer.concat(claims))
  const records = events.map(({ record }) => record)
  add(Buffer.concat([...records, ...owned.map(event => records[event]!.toReversed())]))
  add(Buffer.concat(owned.map(event => Buffer.of(event, 0))))
  const plan = logs.map((log, at) => {
    const held = space.get(logKeys[at]!)
    const numbers = log.records.filter(number => number < events.length + owned.length)
    const head = Buffer.alloc(16)
    head.writeUInt16LE(numbers.length, 0)
    head.writeUInt16LE(log.lifetime, 2)
    const length = held?.length ?? 0
    head.writeUInt32LE({ nothing: 0, all: length, part: Math.min(16, length), more: length + 64 }[log.knows], 4)
    if (held !== undefined && log.epoch) held.copy(head, 8, 0, 8)
    return Buffer.concat([head, ...numbers.map(number => Buffer.of(number, 0))])
  })
  add(Buffer.concat(plan))
  frame.text(String(DAY_MS / 2))
  frame.text('0')
  return Buffer.from(frame.finish())
}

function askModel(space: KeySpace, frame: Buffer): Buffer {
  const [, , keyCount, ...rest] = readCommand(frame)
  const keys = rest.slice(0, Number(keyCount)).map(key => key.toString('latin1'))
  return appendAndRead(space, keys, rest.slice(Number(keyCount)))
}

describe('the model of the script', () => {
  let connection: RedisConnection
  let redis: Redis
  let runs = 0

  beforeAll(async () => {
    const url = inject('redisUrl')
    connection = new RedisConnection({ url, commandTimeoutMs: 5000, connectTimeoutMs: 5000 })
    await connection.ready()
    await connection.loadScript(APPEND_AND_READ)
    redis = new Redis(url)
  })
  afterAll(async () => {
    await connection.close()
    redis.disconnect()
  })

  /** What Redis holds, and whether for ever, in the form of what the model holds. */
  async function expectSameKeys(space: KeySpace, keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const value = await redis.getBuffer(key)
      expect(value?.toString('hex')).toBe(space.get(key)?.toString('hex'))
      const leftMs = await redis.pttl(key)
      const toldMs = space.lifetime(key)
      if (Number.isFinite(toldMs)) expect(toldMs - leftMs).toSatisfy((late: number) => late >= 0 && late < DAY_MS / 4)
      else expect(leftMs).toBe(value === null ? -2 : -1)
    }
  }

  test('answers and leaves behind what Redis does, whatever it is told', async () => {
    await fc.assert(
      fc.asyncProperty(calls, async each => {
        const prefix = `model:${process.pid}:${runs++}`
        const space = new KeySpace(() => 0)
        for (const call of each) {
          const frame = pack(call, prefix, space)
          const told = askModel(space, frame)
          expect((await connection.send(frame)).toString('hex')).toBe(told.toString('hex'))
        }
        const keys = [0, 1, 2, 3, 4].flatMap(id => [`${prefix}:id:${id}`, `${prefix}:log:${id}`])
        await expectSameKeys(space, keys)
      }),
      { numRuns: 400 },
    )
  })

  test('answers what Redis does to stores that share it', async () => {
    const asking = fc.array(definitions, { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(histories(80), asking, batchSizes, async (events, asked, batchSize) => {
        const space = new KeySpace(() => 0)
        const secret = `model ${process.pid} ${runs++}`
        const both: StoreConnection = {
          generation: 1,
          ready: () => connection.ready(),
          loadScript: script => connection.loadScript(script),
          close: async () => undefined,
          async send(frame) {
            const reply = await connection.send(frame)
            expect(reply.toString('hex')).toBe(askModel(space, frame).toString('hex'))
            return reply
          },
        }
        let epochs = 0
        const newEpoch = (): Buffer => Buffer.from(`epoch${String(epochs++).padStart(3, '0')}`)
        const surroundings = { connection: both, nowMs: () => 0, newEpoch }
        const stores = [0, 1, 2].map(() => createRedisStore({ url: '', secret, baseDigits: 2, surroundings }))
        const plan = planVelocities(asked)
        for (let from = 0; from < events.length; from += batchSize) {
          await stores[from % 3]!.count(plan, events.slice(from, from + batchSize))
        }
        await expectSameKeys(space, space.keys())
      }),
      { numRuns: 60, interruptAfterTimeLimit: 40_000 },
    )
  })
})

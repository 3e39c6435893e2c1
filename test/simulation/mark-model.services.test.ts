import fc from 'fast-check'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { APPEND_AND_READ } from '../../src/redis/lua/append-and-read.ts'
import { LEASE } from '../../src/redis/lua/lease.ts'
import { marked } from '../../src/redis/lua/marked.ts'
import { READ_MARK } from '../../src/redis/lua/read-mark.ts'
import { scriptOf } from '../../src/redis/script.ts'
import { KeySpace } from './key-space.ts'
import { lease, markedAppendAndRead, readMark } from './mark-model.ts'
import { readCommand } from './read-command.ts'
import { DAY_MS, pack, scriptCalls } from './script-calls.ts'

const MARKED = scriptOf(marked(APPEND_AND_READ))

const steps = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        call: scriptCalls,
        id: fc.constantFrom('one', 'one', 'one', 'two'),
        compactions: fc.constantFrom('0', '0', '1'),
        advances: fc.array(fc.record({ name: fc.nat(2), from: fc.nat(9), more: fc.nat(9) }), { maxLength: 3 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ newId: fc.constantFrom('one', 'two') }) },
    { weight: 1, arbitrary: fc.record({ owner: fc.constantFrom('a', 'b'), leaseMs: fc.constantFrom(0, DAY_MS) }) },
  ),
  { minLength: 1, maxLength: 14 },
)

describe('the model of the scripts about the mark', () => {
  let redis: Redis
  let runs = 0

  beforeAll(async () => {
    redis = new Redis(inject('redisUrl'))
    await redis.script('LOAD', MARKED.text)
  })
  afterAll(() => redis.disconnect())

  const ask = (args: readonly (string | Buffer)[]): Promise<unknown> =>
    redis.callBuffer(String(args[0]), ...args.slice(1))

  test('answers and leaves behind what Redis does, whatever it is told', async () => {
    let lost = 0
    await fc.assert(
      fc.asyncProperty(steps, async each => {
        const prefix = `mark-model:${process.pid}:${runs++}`
        const [mark, leaseKey] = [`${prefix}:mark`, `${prefix}:lease`]
        const space = new KeySpace(() => 0)
        for (const step of each) {
          if ('newId' in step) {
            const told = readMark(space, [mark], [Buffer.from(step.newId)])
            expect(fieldsIn(await ask(['EVAL', READ_MARK, '1', mark, step.newId]))).toEqual(fieldsIn(told))
          } else if ('owner' in step) {
            const values = [step.owner, String(step.leaseMs)]
            const told = lease(
              space,
              [leaseKey],
              values.map(value => Buffer.from(value)),
            )
            expect(String(await ask(['EVAL', LEASE, '1', leaseKey, ...values]))).toBe(String(told))
          } else {
            const advances = step.advances.flatMap(({ name, from, more }) => [`p/${name}`, `${from}`, `${from + more}`])
            const guard = { key: mark, values: [step.id, ...advances, String(step.advances.length), step.compactions] }
            const command = readCommand(pack(step.call, { hash: MARKED.hash, prefix, space, guard }))
            const keyCount = Number(command[2])
            const keys = command.slice(3, 3 + keyCount).map(key => key.toString('latin1'))
            const told = markedAppendAndRead(space, keys, command.slice(3 + keyCount))
            if (told[0] === 255) lost++
            expect(((await ask(command)) as Buffer).toString('hex')).toBe(told.toString('hex'))
          }
        }
        expect(await redis.hgetall(mark)).toEqual(Object.fromEntries(space.fields(mark)))
        for (const key of [leaseKey, ...[0, 1, 2, 3, 4].flatMap(id => [`${prefix}:id:${id}`, `${prefix}:log:${id}`])]) {
          expect((await redis.getBuffer(key))?.toString('hex')).toBe(space.get(key)?.toString('hex'))
        }
      }),
      { numRuns: 400 },
    )
    expect(lost).toBeGreaterThan(100)
  })
})

/** Redis gives the fields of a hash in an order of its own. */
function fieldsIn(reply: unknown): Record<string, string> {
  const parts = String(reply).split('\n')
  return Object.fromEntries(parts.flatMap((name, at) => (at % 2 === 0 ? [[name, parts[at + 1]!]] : [])))
}

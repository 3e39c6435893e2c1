import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMergedSource } from '../../src/embedded/merged-source.ts'
import type { EventBatch, EventSource } from '../../src/ports.ts'

/** A source of times, in batches of three. */
function sourceOf(topic: string, times: readonly number[]): EventSource {
  const records = times.map((time, at) => ({
    topic,
    partition: 0,
    offset: BigInt(at),
    key: null,
    value: Buffer.from(String(time)),
  }))
  return {
    async *batches(): AsyncGenerator<EventBatch> {
      for (let at = 0; at < records.length; at += 3) {
        const isOwned = () => true
        const holdBack = () => () => undefined
        yield { records: records.slice(at, at + 3), commit: async () => undefined, isOwned, holdBack }
      }
    },
    stop: async () => undefined,
    close: async () => undefined,
  }
}

async function merge(payments: readonly number[], outcomes: readonly number[]): Promise<string[][]> {
  const sources = [sourceOf('p', payments), sourceOf('o', outcomes)] as const
  const timeOf = ({ value }: { value: Buffer | null }) => {
    const ms = Number(value)
    return Number.isNaN(ms) ? undefined : ms
  }
  const batches: string[][] = []
  for await (const { records } of createMergedSource({ sources, timeOf }).batches()) {
    batches.push(records.map(({ topic, value }) => `${topic}${value}`))
  }
  return batches
}

test('two sources come in the order of their times, the first first where times are equal, never mixed in a batch', async () => {
  expect(await merge([1, 2, 5, 6, 7], [0, 2, 6, 9])).toEqual([
    ['o0'],
    ['p1', 'p2'],
    ['o2'],
    ['p5'],
    ['p6'],
    ['o6'],
    ['p7'],
    ['o9'],
  ])
})

test('a late record stays where it stands, and one without a time follows the one before it', async () => {
  expect((await merge([5, 1, Number.NaN, 8], [4, 6])).flat()).toEqual(['o4', 'p5', 'p1', 'pNaN', 'o6', 'p8'])
})

test('nothing is lost, and sources in order give one that is in order', async () => {
  const times = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 30 }).map(each => each.toSorted((a, b) => a - b))
  await fc.assert(
    fc.asyncProperty(times, times, async (payments, outcomes) => {
      const merged = (await merge(payments, outcomes)).flat()
      const expected = [
        ...payments.map(ms => ({ ms, text: `p${ms}` })),
        ...outcomes.map(ms => ({ ms, text: `o${ms}` })),
      ]
      expect(merged).toEqual(expected.toSorted((a, b) => a.ms - b.ms).map(({ text }) => text))
    }),
  )
})

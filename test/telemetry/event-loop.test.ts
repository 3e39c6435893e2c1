import { expect, test } from 'vitest'
import { EventLoopWatch } from '../../src/telemetry/event-loop.ts'

function shareAfter(turnsMs: number[]): number {
  const watch = new EventLoopWatch()
  watch.stop()
  for (const turnMs of turnsMs) watch.turned(turnMs)
  return watch.stuckShare()
}

const calm = (ms: number) => Array<number>(ms / 100).fill(100)

test.each([
  ['a calm loop', calm(60_000), 0, 0],
  ['a busy loop with turns of half a second', Array<number>(100).fill(500), 0, 0],
  ['one hiccup of two seconds', [...calm(10_000), 2000], 0.1, 0.2],
  ['the same, half a minute later', [...calm(10_000), 2000, ...calm(30_000)], 0, 0.02],
  ['stuck for twenty seconds', [20_000], 0.8, 0.9],
  ['long blocks with short breaths', Array.from({ length: 20 }, () => [1500, 100]).flat(), 0.85, 1],
])('%s', (_, turnsMs, min, max) => {
  const share = shareAfter(turnsMs)
  expect(share).toBeGreaterThanOrEqual(min)
  expect(share).toBeLessThanOrEqual(max)
})

test('a real block of the loop is seen', async () => {
  const watch = new EventLoopWatch()
  await new Promise(resolve => setTimeout(resolve, 20))
  const until = performance.now() + 1200
  while (performance.now() < until);
  await new Promise(resolve => setTimeout(resolve, 20))
  watch.stop()
  expect(watch.stuckShare()).toBeGreaterThan(0.05)
})

import { expect, test } from 'vitest'
import { Random } from '../../src/generator/random.ts'
import { zipf } from '../../src/generator/zipf.ts'

test('one seed gives one sequence, another seed another', () => {
  const draw = (seed: number) => {
    const random = new Random(seed)
    return Array.from({ length: 5 }, () => random.whole(0, 999_999))
  }
  expect(draw(7)).toEqual(draw(7))
  expect(draw(7)).not.toEqual(draw(8))
  // Written down once, so that a change of the algorithm cannot go unnoticed.
  expect(draw(1)).toMatchInlineSnapshot(`
    [
      563671,
      585111,
      895907,
      946399,
      272342,
    ]
  `)
})

test('draws are even, normal and log-normal as they say', () => {
  const random = new Random(42)
  const count = 20_000
  const tenths = new Array<number>(10).fill(0)
  let sum = 0
  let squares = 0
  const logs: number[] = []
  for (let i = 0; i < count; i++) {
    tenths[Math.floor(random.next() * 10)]!++
    const normal = random.normal()
    sum += normal
    squares += normal * normal
    logs.push(random.logNormal(50, 0.5))
  }
  for (const tenth of tenths) expect(tenth).toBeGreaterThan(count / 10 - 250)
  expect(Math.abs(sum / count)).toBeLessThan(0.03)
  expect(squares / count).toBeCloseTo(1, 1)
  expect(logs.sort((a, b) => a - b)[count / 2]!).toBeGreaterThan(48.5)
  expect(logs[count / 2]!).toBeLessThan(51.5)
})

test('patterns are filled digit by digit and letter by letter', () => {
  expect(new Random(3).fill('SE## #@@ x')).toMatch(/^SE\d\d \d[A-Z][A-Z] x$/)
})

test('zipf: the first customer comes twice as often as the second at exponent 1', () => {
  const random = new Random(5)
  const pick = zipf(100, 1)
  const counts = new Array<number>(100).fill(0)
  for (let i = 0; i < 50_000; i++) counts[pick(random)]!++
  expect(counts[0]! / counts[1]!).toBeGreaterThan(1.8)
  expect(counts[0]! / counts[1]!).toBeLessThan(2.2)
  expect(counts.every(count => count > 0)).toBe(true)
})

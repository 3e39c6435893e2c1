import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { DurableLines } from '../../src/embedded/durable-lines.ts'

const folder = mkdtempSync(join(tmpdir(), 'tripline-lines-'))
afterAll(() => rmSync(folder, { recursive: true }))
let files = 0
const fresh = (): string => join(folder, 'deep', `${files++}.ndjson`)

test('lines of many writers stand whole, in the order of the writes, and are there when the write resolves', async () => {
  const path = fresh()
  const lines = new DurableLines(path)
  const texts = Array.from({ length: 200 }, (_, i) => `{"i":${i}}\n`)
  await Promise.all(
    texts.map(async text => {
      await lines.write(text)
      expect(readFileSync(path, 'utf8')).toContain(text)
    }),
  )
  await lines.close()
  expect(readFileSync(path, 'utf8')).toBe(texts.join(''))
})

test('writes one after another, each as soon as the one before is done', async () => {
  const path = fresh()
  const lines = new DurableLines(path)
  for (let i = 0; i < 50; i++) await lines.write(`${i}\n`)
  await lines.close()
  expect(readFileSync(path, 'utf8').trimEnd().split('\n').map(Number)).toEqual(Array.from({ length: 50 }, (_, i) => i))
})

test('goes on behind what is there, and cuts off what a killed process left of a line', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(200_000), { maxLength: 4 }), fc.nat(100_000), async (lengths, rest) => {
      const path = fresh()
      const whole = lengths.map(length => `${'a'.repeat(length)}\n`).join('')
      const before = new DurableLines(path)
      await before.write('first\n')
      await before.close()
      appendFileSync(path, whole + 'b'.repeat(rest))
      const lines = new DurableLines(path)
      await lines.write('last\n')
      await lines.close()
      expect(readFileSync(path, 'utf8')).toBe(`first\n${whole}last\n`)
    }),
    { numRuns: 30 },
  )
})

test('a write that fails rejects, and a later one works', async () => {
  const path = join(folder, 'blocked', 'a.ndjson')
  writeFileSync(join(folder, 'blocked'), 'a file where the folder should be')
  const lines = new DurableLines(path)
  await expect(lines.write('a\n')).rejects.toThrow()
  rmSync(join(folder, 'blocked'))
  await lines.write('b\n')
  await lines.close()
  expect(existsSync(path) && readFileSync(path, 'utf8')).toBe('b\n')
})

import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, expect, it } from 'vitest'
import { readSettled } from '../../src/reload/read-settled.ts'
import { closeAll, newRules, ruleOf } from './rules-folder.ts'

afterEach(closeAll)

it('bad input 83: a file that is being written counts only when it is whole, however it is cut', async () => {
  const whole = ruleOf(20)
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: whole.length - 1 }), { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(cuts, async places => {
      const dir = newRules()
      const ends = [...places.sort((a, b) => a - b), whole.length]
      const pieces = ends.map((end, at) => whole.slice(ends[at - 1] ?? 0, end))
      writeFileSync(join(dir, 'large.yaml'), '')
      const reading = await readSettled(dir, async () => {
        const piece = pieces.shift()
        if (piece !== undefined) appendFileSync(join(dir, 'large.yaml'), piece)
      })
      expect(reading.files!.find(file => file.path === 'large.yaml')!.text).toBe(whole)
    }),
    { numRuns: 40 },
  )
})

import { mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { loadRuleset } from '../../src/ruleset/load-ruleset.ts'
import { mistakesOf } from '../faults/reload/mistakes.ts'
import { closeAll, newRules } from './rules-folder.ts'

afterEach(closeAll)

const names = ['large-order/large-order.yaml', 'policy.yaml', 'sample-payment.yaml']
const good = new Map(names.map(name => [name, readFileSync(`rules/${name}`, 'utf8')]))

it('F27: the folder that the fault test spoils is good', async () => {
  expect((await loadRuleset(newRules(Object.fromEntries(good)))).ruleset).toBeDefined()
})

it.each(mistakesOf(good))('F27: $name is refused', async ({ files }) => {
  const dir = newRules(Object.fromEntries(good))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    if (text === undefined) unlinkSync(join(dir, path))
    else writeFileSync(join(dir, path), text)
  }
  expect((await loadRuleset(dir)).ruleset).toBeUndefined()
})

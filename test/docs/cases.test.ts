import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { casesTables } from './cases-page.ts'

const page = readFileSync('docs/cases.md', 'utf8')

test('docs/cases.md has the tables of actions and resolutions as the code has them', () => {
  expect(page).toContain(casesTables())
})

test('docs/cases.md tells every reason for which something is refused', () => {
  const source = readFileSync('src/cases/refused.ts', 'utf8')
  const codes = [...source.matchAll(/^ {2}\| '([a-z-]+)'/gm)].map(([, code]) => code!)
  expect(codes.length).toBeGreaterThan(8)
  expect(codes.filter(code => !page.includes(`| \`${code}\` |`))).toEqual([])
})

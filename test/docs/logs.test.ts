/** docs/logs.md lists the lines that the code writes, no more and no less, under the level they have. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const CALL = /\blog\.(error|warn|info|debug)\(\s*(`[^`]*`|'[^']*')/g
const ROW = /^\| (error|warn|info|debug) \| `([^`]+)` \|/gm
/** Told through a variable, so that the search does not see its text. */
const TOLD_OTHERWISE = ['info Redis … answers']

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts'))
  .map(file => readFileSync(`src/${file}`, 'utf8'))

/** What differs is written as `…`, however much of it stands side by side. */
const written = sources.flatMap(source =>
  [...source.matchAll(CALL)].map(([, level, text = '']) => {
    return `${level} ${text.slice(1, -1).replace(/\$\{[^}]*\}(?::\$\{[^}]*\})*/g, '…')}`
  }),
)

test('every line that is written has its row, and every row its line', () => {
  const rows = [...readFileSync('docs/logs.md', 'utf8').matchAll(ROW)].map(([, level, text]) => `${level} ${text}`)
  expect(rows.toSorted()).toEqual([...new Set([...written, ...TOLD_OTHERWISE])].toSorted())
})

test('the search sees the lines that there are', () => {
  expect(written.length).toBeGreaterThan(25)
  const calls = sources.flatMap(source => source.match(/\blog\.(?:error|warn|info|debug)\(/g) ?? [])
  const notText = sources.flatMap(source => source.match(/\blog\.(?:error|warn|info|debug)\((?!\s*[`'])/g) ?? [])
  expect(calls.length - notText.length).toBe(written.length)
  expect(notText).toEqual(['log.warn('])
})

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canaries, conflicts, ENVIRONMENT, finder, layOutRules, shown } from './canary/flight.ts'
import { csvOf, MAPPING } from './canary/imported-file.ts'
import { inDecision, inJson, isPersonal } from './canary/outputs.ts'
import { REFUSED_CARRIERS } from './canary/refused-carriers.ts'
import { SCORED_CARRIERS } from './canary/scored-carriers.ts'

/** The canaries of canary.services.test.ts through the commands that read files. They need no service but the built command. */

const folder = mkdtempSync(join(tmpdir(), 'tripline-canary-'))
const { dir, naming } = layOutRules(folder)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (...args: string[]) =>
  spawnSync(process.execPath, ['dist/main.js', ...args], {
    env: { PATH: process.env.PATH, ...ENVIRONMENT },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
const linesOf = (text: string): string[] => text.split('\n').filter(line => line !== '')

it('`tripline score` writes and prints no secret', () => {
  const carriers = [...SCORED_CARRIERS, ...REFUSED_CARRIERS]
  const payments = [...canaries.map(canary => carriers[canary.index % carriers.length]!.value(canary)), ...conflicts()]
  const lines = payments.flatMap(value => (value === null ? [] : [value, '\n']))
  writeFileSync(join(folder, 'payments.ndjson'), Buffer.concat(lines.map(line => Buffer.from(line))))
  const files = ['--in', 'payments.ndjson', '--out', 'decisions', '--reviews', 'reviews', '--rejects', 'rejects']
  const paths = files.map((word, at) => (at % 2 === 0 ? word : join(folder, word)))
  const { status, stdout, stderr } = run('score', '--rules', dir, '--detail', 'all', ...paths)
  expect(`${status}${stderr}`).toMatch(/^0/)
  expect(shown(finder.inText(stdout + stderr))).toEqual([])
  expect(linesOf(read('rejects')).length).toBeGreaterThan(400)
  expect(shown(linesOf(read('rejects')).flatMap(line => inJson(finder, line)))).toEqual([])
  for (const name of ['decisions', 'reviews']) {
    expect(linesOf(read(name)).length).toBeGreaterThan(1000)
    expect(shown(linesOf(read(name)).flatMap(line => inDecision(finder, line, naming)))).toEqual([])
  }
})

describe('`tripline import`', () => {
  let printed: string

  beforeAll(() => {
    writeFileSync(join(folder, 'map.yaml'), MAPPING)
    writeFileSync(join(folder, 'export.csv'), csvOf(canaries))
    const inputs = ['--map', join(folder, 'map.yaml'), '--in', join(folder, 'export.csv')]
    const outputs = ['--out', join(folder, 'imported'), '--rejects', join(folder, 'refused')]
    const { status, stdout, stderr } = run('import', ...inputs, ...outputs, '--labels', join(folder, 'labels'))
    printed = `${status}${stdout}${stderr}`
  })

  it('prints no secret and writes none to the labels', () => {
    expect(printed).toMatch(/^0/)
    expect(shown(finder.inText(printed + read('labels')))).toEqual([])
    expect(linesOf(read('labels')).length).toBeGreaterThan(1000)
  })

  // Known to leak: fields outside `FREE_TEXT` of src/import/scrub-card.ts.
  it('writes payments without card numbers, codes and tracks', () => {
    const lines = linesOf(read('imported'))
    expect(lines.length).toBeGreaterThan(1000)
    // The payments are for scoring, so their e-mails and IPs stay.
    const found = lines.flatMap(line => inJson(finder, line)).filter(({ secret }) => !isPersonal(secret))
    expect(shown(found)).toEqual([])
  })

  // Known to leak: `shown` of src/import/map-row.ts.
  it('rejects rows without repeating their secrets', () => {
    const lines = linesOf(read('refused'))
    expect(lines.length).toBeGreaterThan(300)
    expect(shown(lines.flatMap(line => inJson(finder, line)))).toEqual([])
  })
})

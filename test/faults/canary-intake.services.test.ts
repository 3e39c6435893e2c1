import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { IntakeProcess } from '../intake/intake-process.ts'
import { INTAKE_KEYS } from '../intake/signing.ts'
import { canaries, finder, shown } from './canary/flight.ts'
import { GATEWAY_CARRIERS } from './canary/gateway-carriers.ts'
import { inJson, isPersonal } from './canary/outputs.ts'

/** The canaries of canary.services.test.ts in bodies of gateways. They need no service but the built command. */

const folder = mkdtempSync(join(tmpdir(), 'tripline-canary-intake-'))
const astray: string[] = []
let intake: IntakeProcess
let answers = ''
let pages = ''

beforeAll(async () => {
  intake = await IntakeProcess.at({
    ...INTAKE_KEYS,
    TRIPLINE_SECRET: 'secret-of-the-canaries',
    TRIPLINE_INTAKE_DIR: folder,
    TRIPLINE_LOG_LEVEL: 'debug',
  })
  await intake.start()
  for (const canary of canaries.slice(0, GATEWAY_CARRIERS.length * 15)) {
    const { name, gateway, status, body } = GATEWAY_CARRIERS[canary.index % GATEWAY_CARRIERS.length]!
    const answer = await intake.post(gateway, body(canary))
    answers += answer.text
    if (answer.status !== status) astray.push(`${name}: ${answer.status} ${answer.text}`)
  }
  pages = (await intake.page('/metrics')) + (await intake.page('/readyz')) + (await intake.page('/healthz'))
  await intake.stop()
})

afterAll(async () => {
  await intake.kill()
  rmSync(folder, { recursive: true, force: true })
})

const linesOf = (name: string): string[] =>
  readFileSync(join(folder, `${name}.ndjson`), 'utf8')
    .trimEnd()
    .split('\n')

it('takes and refuses every body as it was meant to', () => {
  expect([...new Set(astray)]).toEqual([])
})

it('answers, logs and shows no secret', () => {
  expect(shown(finder.inText(answers + intake.log + pages))).toEqual([])
  expect(pages).toContain('tripline_intake_requests_total')
})

it('writes no secret to the dead letters', () => {
  expect(linesOf('dead-letters').length).toBeGreaterThanOrEqual(15 * 8)
  expect(shown(linesOf('dead-letters').flatMap(line => inJson(finder, line)))).toEqual([])
})

it('stores payments and outcomes without card numbers, codes and tracks', () => {
  for (const name of ['payments', 'outcomes']) {
    expect(linesOf(name).length).toBeGreaterThanOrEqual(15)
    const found = linesOf(name).flatMap(line => inJson(finder, line))
    expect(shown(found.filter(({ secret }) => !isPersonal(secret)))).toEqual([])
  }
})

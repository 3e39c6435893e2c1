import { readdirSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { ANSWERS, EVIDENCE_KIND_NAMES, type EvidenceKind, NETWORKS } from '../../src/model/evidence.ts'
import { findPlaybook } from '../../src/playbooks/find-playbook.ts'
import { loadPlaybooks } from '../../src/playbooks/load-playbooks.ts'
import { playbookSchema } from '../../src/playbooks/playbook-schema.ts'
import { fillTemplate } from '../../src/playbooks/template.ts'
import { TEMPLATE_FIELD_NAMES } from '../../src/playbooks/template-fields.ts'
import { walk } from '../../src/playbooks/walk.ts'
import { fixtureCodes, layOut, remove } from '../ruleset/problem-fixtures.ts'

const { playbooks, problems } = await loadPlaybooks('rules')

test('rules/playbook.schema.json is made from the tables of the checker, and underlines nothing in the starter playbooks', async () => {
  const schema = playbookSchema()
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot('../../rules/playbook.schema.json')
  const validate = new Ajv({ allErrors: true, strict: false }).compile(schema)
  for (const name of readdirSync('rules/playbooks')) {
    expect([name, validate(parse(readFileSync(`rules/playbooks/${name}`, 'utf8')))]).toEqual([name, true])
  }
})

test('the schema refuses only what the check refuses', async () => {
  const validate = new Ajv({ allErrors: true, strict: false }).compile(playbookSchema())
  for (const code of fixtureCodes()) {
    const dir = layOut(code)
    const loaded = await loadPlaybooks(dir)
    for (const [file, { text }] of loaded.sources) {
      if (!validate(parse(text)))
        expect([code, loaded.problems.map(({ place }) => place?.file)]).toEqual([code, expect.arrayContaining([file])])
    }
    remove(dir)
  }
})

test('there is nothing wrong with them', () => {
  expect(problems).toEqual([])
  expect(playbooks).toHaveLength(readdirSync('rules/playbooks').length)
})

describe.each(playbooks.map(playbook => [playbook.name, playbook] as const))('%s', (_, playbook) => {
  test('every way through it ends in an answer whose letter is written', () => {
    const ends = new Set<string>()
    const all: readonly ReadonlySet<EvidenceKind>[] = [new Set(), new Set(EVIDENCE_KIND_NAMES)]
    for (const there of all) {
      for (let bits = 0; bits < 2 ** playbook.steps.length; bits++) {
        const given = playbook.steps.map((_step, index) => (bits & (1 << index) ? 'yes' : 'no'))
        const { answer } = walk(playbook, there, given)
        expect(playbook.answers.has(answer!)).toBe(true)
        ends.add(answer!)
      }
    }
    expect([...ends].sort()).toEqual([...playbook.answers.keys()].sort())
  })

  test('a letter with all fields known has no gap, and one with none says which are missing', () => {
    const known = Object.fromEntries(TEMPLATE_FIELD_NAMES.map(name => [name, `<${name}>`]))
    for (const answer of ANSWERS) {
      const parts = playbook.answers.get(answer) ?? []
      expect(fillTemplate(parts, known).missing).toEqual([])
      expect(fillTemplate(parts, known).text).not.toContain('not known')
      const fields = new Set(parts.flatMap(part => (typeof part === 'string' ? [] : [part.field])))
      expect(new Set(fillTemplate(parts, {}).missing)).toEqual(fields)
    }
  })
})

describe('which playbook is for a reason', () => {
  test.each([
    ['10.4', undefined, 'Visa', 'fraud'],
    ['4837', undefined, 'mc', 'fraud'],
    ['fraudulent', undefined, undefined, 'fraud'],
    ['MERCHANDISE_OR_SERVICE_NOT_RECEIVED', undefined, undefined, 'not-received'],
    ['Merchandise/Services Not Received', undefined, undefined, 'not-received'],
    ['merchandise services not received', undefined, undefined, 'not-received'],
    ['AMOUNT_DIFFERS', undefined, undefined, 'amount-differs'],
    ['NO_KNOWLEDGE', undefined, undefined, 'unrecognised'],
    ['subscription_canceled', undefined, undefined, 'cancelled-subscription'],
    ['credit_not_processed', undefined, undefined, 'credit-not-processed'],
    ['duplicate', undefined, undefined, 'duplicate'],
    ['13.3', undefined, 'visa', 'not-as-described'],
    // What the network says goes before what the gateway makes of it.
    ['general', '13.1', 'visa', 'not-received'],
    ['something else', undefined, undefined, undefined],
  ])('%s %s %s: %s', (reason, networkReason, brand, expected) => {
    expect(findPlaybook(playbooks, { reason, networkReason, brand })?.playbook.name).toBe(expected)
  })

  test('every network and gateway has reasons of its own', () => {
    const covered = new Set(playbooks.flatMap(({ covers }) => covers.map(({ network }) => network)))
    expect([...covered].sort()).toEqual([...NETWORKS].sort())
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { CATALOGUE } from '../../src/enrich/catalogue.ts'
import { loadRuleset } from '../../src/ruleset/load-ruleset.ts'
import { kindOf } from '../../src/ruleset/ruleset-file.ts'
import { rulesetSchemas } from '../../src/ruleset/schema/ruleset-schemas.ts'
import { fixtureCodes, layOut, layOutFiles, remove, SMALL_POLICY } from './problem-fixtures.ts'

const RULES = new URL('../../rules/', import.meta.url).pathname
const schemas = rulesetSchemas(CATALOGUE)
const ajv = new Ajv({ allErrors: true, strict: false })
const validate = Object.fromEntries(Object.entries(schemas).map(([file, schema]) => [file, ajv.compile(schema)]))

const SCHEMA_OF: Record<string, string> = {
  rule: 'rule.schema.json',
  policy: 'policy.schema.json',
  velocities: 'velocities.schema.json',
}

/** What an editor would underline in the files of a folder, by file. Files that are no YAML are left out. */
function underlined(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).flatMap(path => {
    const schema = SCHEMA_OF[kindOf(path) ?? '']
    if (schema === undefined) return []
    const value = parsed(join(dir, path))
    const holds: ValidateFunction = validate[schema]!
    if (value === undefined || holds(value)) return []
    return [`${path}: ${ajv.errorsText(holds.errors)}`]
  })
}

function parsed(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'), { logLevel: 'silent' })
  } catch {
    // Broken links and files that are no YAML: the editor has other words for those.
    return undefined
  }
}

describe('the schemas for editors', () => {
  it.each(Object.keys(schemas))('rules/%s is made from the tables of the checker', async file => {
    await expect(`${JSON.stringify(schemas[file], null, 2)}\n`).toMatchFileSnapshot(join(RULES, file))
  })

  it('underline nothing in the starter rules', () => {
    expect(underlined(RULES)).toEqual([])
  })

  it.each([
    ...['unknown-field', 'missing-field', 'wrong-type', 'bad-value', 'bad-velocity', 'bad-window', 'bad-time'],
    ...['unknown-currency', 'bad-threshold'],
  ])('and what they say of %s.bad.yaml is what they can tell', code => {
    const dir = layOut(code)
    const found = underlined(dir).length
    remove(dir)
    // Times inside tests, and how two numbers compare, are left to the check.
    expect([code, found > 0]).toEqual([code, !['bad-time', 'bad-threshold'].includes(code)])
  })

  it.each(fixtureCodes())('underline in %s.bad.yaml only what the check refuses too', async code => {
    const dir = layOut(code)
    const found = underlined(dir)
    const { problems } = await loadRuleset(dir)
    remove(dir)
    const refused = problems.some(problem => problem.severity === 'error')
    if (!refused) expect(found).toEqual([])
  })

  it('every key that they know is one that the check reads', async () => {
    const { properties } = schemas['rule.schema.json'] as { properties: Record<string, object> }
    const rule = Object.fromEntries(Object.keys(properties).map(key => [key, null]))
    const dir = layOutFiles({ 'policy.yaml': SMALL_POLICY, 'a-rule.yaml': stringify(rule) })
    const { problems } = await loadRuleset(dir)
    remove(dir)
    expect(problems.filter(problem => problem.code === 'unknown-field')).toEqual([])
  })
})

describe('the line that names the schema', () => {
  it('is a comment: the rules are the same, and only the hash of the ruleset tells that a file was edited', async () => {
    const text = readFileSync(join(RULES, 'large-order/large-order.yaml'), 'utf8')
    const load = async (rule: string) => {
      const dir = layOutFiles({ 'policy.yaml': SMALL_POLICY, 'large-order.yaml': rule })
      const { ruleset, problems } = await loadRuleset(dir)
      remove(dir)
      expect(problems.filter(problem => problem.severity === 'error')).toEqual([])
      return ruleset!
    }
    const [plain, named] = [await load(text), await load(`# yaml-language-server: $schema=rule.schema.json\n${text}`)]
    expect(named.hash).not.toBe(plain.hash)
    expect(named.rules.map(({ name, score, when }) => [name, score, when.map(line => line.text)])).toEqual(
      plain.rules.map(({ name, score, when }) => [name, score, when.map(line => line.text)]),
    )
  })
})

import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { printProblems } from '../../src/problems/print-problems.ts'
import { loadRuleset } from '../../src/ruleset/load-ruleset.ts'
import { layOutFiles, remove, SMALL_POLICY } from './problem-fixtures.ts'

const RULE = 'rule: a-rule\ntitle: A rule\nmode: live\nwhen: [amount > 50]\nscore: 10\nreason: large\n'
const dirs: string[] = []

function folder(files: Record<string, string>): string {
  const dir = layOutFiles({ 'policy.yaml': SMALL_POLICY, ...files })
  dirs.push(dir)
  return dir
}

async function codes(files: Record<string, string>): Promise<string[]> {
  const { problems } = await loadRuleset(folder(files))
  return problems.map(problem => problem.code).filter(code => code !== 'missing-test')
}

afterEach(() => {
  for (const dir of dirs.splice(0)) remove(dir)
})

describe('a folder of rules', () => {
  it('is read with its subfolders, links and lists, without hidden and foreign files', async () => {
    const dir = folder({
      'cards/a-rule.yaml': RULE,
      'lists/vip.txt': 'c_1\n',
      '.a-rule.yaml.swp': 'x: [',
      'README.md': '# Rules',
      'rule.schema.json': '{}',
    })
    mkdirSync(join(dir, '..data'))
    writeFileSync(join(dir, '..data', 'b-rule.yaml'), RULE.replace('a-rule', 'b-rule').replace('> 50', '> 60'))
    symlinkSync(join('..data', 'b-rule.yaml'), join(dir, 'b-rule.yaml'))
    const { ruleset, problems, modes } = await loadRuleset(dir)
    expect(problems.map(problem => problem.code)).toEqual(['missing-test', 'missing-test'])
    expect(ruleset!.rules.map(rule => rule.name)).toEqual(['a-rule', 'b-rule'])
    expect(modes).toEqual({ live: 2, shadow: 0, off: 0 })
  })

  it('may hold folders that are links, and tells where in a folder a mistake stands', async () => {
    const dir = folder({ 'cards/deep/a-rule.yaml': RULE.replace('amount', 'amuont') })
    const elsewhere = folder({ 'b-rule.yaml': RULE })
    symlinkSync(elsewhere, join(dir, 'teams'))
    const { problems } = await loadRuleset(dir)
    const found = problems.filter(({ code }) => code !== 'missing-test')
    expect(found.map(({ code, place }) => [code, place!.file.slice(dir.length + 1)])).toEqual([
      ['unknown-name', 'cards/deep/a-rule.yaml'],
      ['name-mismatch', 'teams/b-rule.yaml'],
      ['unexpected-file', 'teams/policy.yaml'],
    ])
  })

  it('that is not there throws what the file system says', async () => {
    await expect(loadRuleset('/nowhere/at/all')).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('gives no ruleset while any file has an error, and reports all files', async () => {
    const dir = folder({ 'a-rule.yaml': RULE.replace('amount', 'amuont'), 'b-rule.yaml': RULE, 'lists/x.csv': 'ip\n' })
    const { ruleset, problems } = await loadRuleset(dir)
    expect(ruleset).toBeUndefined()
    const errors = problems.filter(problem => problem.severity === 'error')
    expect(errors.map(({ code, place }) => [code, place!.file.slice(dir.length + 1)])).toEqual([
      ['unknown-name', 'a-rule.yaml'],
      ['name-mismatch', 'b-rule.yaml'],
      ['bad-list', 'lists/x.csv'],
    ])
  })

  it('bad input 76: may hold one rule of a name', async () => {
    expect(await codes({ 'one/a-rule.yaml': RULE, 'two/a-rule.yaml': RULE })).toEqual(['duplicate-rule'])
  })

  it('bad input 77: takes only patterns that RE2 takes', async () => {
    const matching = (pattern: string) => ({
      'a-rule.yaml': RULE.replace('[amount > 50]', `['customer.name.matches(r"${pattern}")']`),
    })
    expect(await codes(matching('(a+)+$'))).toEqual([])
    expect(await codes(matching('(a)\\\\1'))).toEqual([])
    expect(await codes(matching('(a)\\1'))).toEqual(['bad-pattern'])
    expect(await codes(matching('a'.repeat(1500)))).toEqual(['bad-pattern'])
  })

  it('bad input 79: takes only whole, finite scores that are numbers', async () => {
    for (const score of ['.nan', '.inf', '1e309', '"80"', '10.5', '5000', 'null']) {
      const found = await codes({ 'a-rule.yaml': RULE.replace('score: 10', `score: ${score}`) })
      expect([score, found.length]).toEqual([score, 1])
      expect(['bad-value', 'wrong-type']).toContain(found[0])
    }
  })

  it('bad input 86: may hold test numbers, but no card numbers', async () => {
    expect(await codes({ 'a-rule.yaml': `${RULE}why: see 4111 1111 1111 1111\n` })).toEqual([])
    expect(await codes({ 'a-rule.yaml': `${RULE}why: see 4539-5787-6362-1486\n` })).toEqual(['secret'])
    expect(await codes({ 'a-rule.yaml': `${RULE}why: order 4539578763621487 of 1700000000000\n` })).toEqual([])
  })

  it('lets rules share velocities, which are planned only where they are used', async () => {
    const shared =
      '{ per_ip: { count: payments, by: ip, window: 1h }, per_card: { count: payments, by: card.fingerprint, window: 1h } }'
    const rule = RULE.replace('[amount > 50]', '[per_ip > 3]')
    const { ruleset } = await loadRuleset(folder({ 'velocities.yaml': shared, 'a-rule.yaml': rule }))
    expect(ruleset!.plan.velocities.map(({ by }) => by)).toEqual([['ip']])
    const again = `${rule}velocity: { per_ip: { count: payments, by: ip, window: 2h } }\n`
    expect(await codes({ 'velocities.yaml': shared, 'a-rule.yaml': again })).toEqual(['velocity-name-taken'])
  })

  it('names the nearest of many shared velocities where one is not found', async () => {
    const names = Array.from({ length: 30 }, (_, at) => `payments_${at}`)
    const shared = names.map(name => `${name}: { count: payments, by: ip, window: 1h }\n`).join('')
    const rule = RULE.replace('[amount > 50]', '[payments_31 > 3]')
    const { problems } = await loadRuleset(folder({ 'velocities.yaml': shared, 'a-rule.yaml': rule }))
    const note = problems.find(({ code }) => code === 'unknown-name')!.notes!.join()
    expect(names.filter(name => note.includes(name)).length).toBeLessThan(9)
  })

  it('remembers what the policy keeps, though no rule asks for it', async () => {
    const policy = (keep: string) => ({ 'policy.yaml': `${SMALL_POLICY}keep: ${keep}\n`, 'a-rule.yaml': RULE })
    const { ruleset } = await loadRuleset(folder(policy('[{ by: ip, for: 30d }]')))
    expect(ruleset!.plan.logs.map(({ by }) => by)).toEqual([['ip']])
    expect(await codes(policy('[{ by: ipp, for: 30d }]'))).toEqual(['unknown-name'])
    expect(await codes(policy('[{ by: ip, for: calendar_day(UTC) }]'))).toEqual(['bad-window'])
  })

  it('knows declared metadata, and only that', async () => {
    const rule = { 'a-rule.yaml': RULE.replace('[amount > 50]', '[metadata.basket > 3]') }
    expect(await codes(rule)).toEqual(['unknown-name'])
    const { ruleset } = await loadRuleset(folder(rule), { metadata: new Map([['basket', 'number']]) })
    expect(ruleset).toBeDefined()
  })
})

describe('the hash of a ruleset', () => {
  const hashOf = async (files: Record<string, string>) => (await loadRuleset(folder(files))).ruleset!.hash

  it('does not depend on the folder, line ends or a byte order mark', async () => {
    const hash = await hashOf({ 'a-rule.yaml': RULE })
    expect(hash).toMatch(/^[0-9a-f]{16}$/)
    expect(await hashOf({ 'a-rule.yaml': `\ufeff${RULE.replaceAll('\n', '\r\n')}` })).toBe(hash)
    expect(await hashOf({ 'a-rule.yaml': RULE, 'sample-payment.yaml': 'amount: "1.00"\ncurrency: USD\n' })).toBe(hash)
  })

  it('bad input 85: differs when any file that takes part does', async () => {
    const files: Record<string, string>[] = [
      { 'a-rule.yaml': RULE },
      { 'a-rule.yaml': RULE.replace('10', '11') },
      { 'x/a-rule.yaml': RULE },
      { 'a-rule.yaml': RULE, 'lists/vip.txt': 'a' },
      { 'a-rule.yaml': RULE, 'lists/vip.txt': 'b' },
      { 'a-rule.yaml': RULE, 'policy.yaml': SMALL_POLICY.replace('100', '101') },
    ]
    expect(new Set(await Promise.all(files.map(hashOf))).size).toBe(files.length)
  })

  it('is found again when a file is moved away and back', async () => {
    const dir = folder({ 'a-rule.yaml': RULE })
    const before = (await loadRuleset(dir)).ruleset!.hash
    renameSync(join(dir, 'a-rule.yaml'), join(dir, 'a-rule.txt'))
    expect((await loadRuleset(dir)).ruleset!.hash).not.toBe(before)
    renameSync(join(dir, 'a-rule.txt'), join(dir, 'a-rule.yaml'))
    expect((await loadRuleset(dir)).ruleset!.hash).toBe(before)
  })
})

it('problems print for GitHub and as JSON too', async () => {
  const dir = folder({ 'a-rule.yaml': RULE.replace('amount', 'amuont') })
  const { problems, sources } = await loadRuleset(dir)
  const errors = problems.filter(problem => problem.severity === 'error')
  expect(printProblems(errors, 'github', sources).replaceAll(dir, 'rules')).toBe(
    '::error file=rules/a-rule.yaml,line=4,endLine=4,col=8,endColumn=14,title=unknown-name::nothing here is called `amuont`: did you mean `amount`?',
  )
  expect(JSON.parse(printProblems(errors, 'json', sources))).toEqual(JSON.parse(JSON.stringify(errors)))
})

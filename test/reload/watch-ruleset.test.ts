import { mkdirSync, renameSync, rmSync, statSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Reload, WatchOptions } from '../../src/reload/watch-ruleset.ts'
import {
  closeAll,
  FINDING_SCRIPT,
  newParent,
  newRules,
  ruleOf,
  rulesOf,
  watching as watchingIn,
} from './rules-folder.ts'

afterEach(closeAll)

const resultsOf = (reloads: readonly Reload[]) => reloads.map(each => each.result)
const codesOf = (reload: Reload | undefined) =>
  reload?.result === 'refused' ? reload.problems.map(({ code }) => code) : undefined

function layOutRules(dir: string, score: number): void {
  mkdirSync(dir, { recursive: true })
  for (const [path, text] of Object.entries(rulesOf(score))) writeFileSync(join(dir, path), text)
}

describe.each([
  ['between payments', {}],
  ['in a thread', { besideBytesMin: 0, script: FINDING_SCRIPT }],
] as const)('a rules folder that is watched, read %s', (_, way) => {
  const watching = (dir: string, options: Partial<WatchOptions> = {}) =>
    watchingIn(dir, { onThreadFault: fault => expect.unreachable(fault.message), ...way, ...options })

  it('gives the ruleset of its newest contents, whole', async () => {
    const dir = newRules()
    const { live, reloads, scores, until, write } = await watching(dir)
    const before = live.current()
    write('large.yaml', ruleOf(20))
    await until('new score', () => scores()[0] === 20)
    expect(before.rules[0]!.score).toBe(10)
    expect(reloads).toMatchObject([{ result: 'applied', before: { hash: before.hash }, ruleset: live.current() }])
    mkdirSync(join(dir, 'cards'))
    write('cards/other.yaml', ruleOf(30, 'other'))
    await until('a rule in a new folder', () => scores().length === 2)
  })

  it('is refused with a mistake in it, placed, and taken again when mended', async () => {
    const { live, reloads, scores, until, write } = await watching(newRules())
    const before = live.current()
    write('large.yaml', ruleOf('ten'))
    write('other.yaml', ruleOf(5, 'another'))
    await until('refusal of both', () => codesOf(reloads.at(-1))?.length === 2)
    expect(codesOf(reloads.at(-1))).toEqual(['wrong-type', 'name-mismatch'])
    const refused = reloads.at(-1) as Reload & { result: 'refused' }
    expect(refused.problems[0]!.place).toMatchObject({ line: 5, column: 8 })
    expect(live.current()).toBe(before)
    write('large.yaml', ruleOf(20))
    write('other.yaml', ruleOf(5, 'other'))
    await until('mended rules', () => scores().length === 2)
    expect(scores()).toEqual([20, 5])
  })

  it('says that nothing changed when a mistake is taken back', async () => {
    const { live, reloads, until, write } = await watching(newRules())
    const before = live.current()
    write('large.yaml', 'rule: [')
    await until('refusal', () => reloads.at(-1)?.result === 'refused')
    write('large.yaml', ruleOf(10))
    await until('end of refusal', () => reloads.at(-1)?.result === 'unchanged')
    expect(live.current()).toBe(before)
  })

  it('bad input 83: is followed when links are swapped, as Kubernetes does for a ConfigMap', async () => {
    const dir = newParent()
    layOutRules(join(dir, '..first'), 10)
    layOutRules(join(dir, '..second'), 20)
    symlinkSync('..first', join(dir, '..data'))
    for (const path of Object.keys(rulesOf(0))) symlinkSync(join('..data', path), join(dir, path))
    const { reloads, scores, until } = await watching(dir)
    symlinkSync('..second', join(dir, '..data_tmp'))
    renameSync(join(dir, '..data_tmp'), join(dir, '..data'))
    rmSync(join(dir, '..first'), { recursive: true })
    await until('rules behind the new link', () => scores()[0] === 20)
    expect(resultsOf(reloads)).toEqual(['applied'])
  })

  it('bad input 83: is followed when it is itself a link, which no event tells of', async () => {
    const parent = newParent()
    layOutRules(join(parent, 'first'), 10)
    layOutRules(join(parent, 'second'), 20)
    const dir = join(parent, 'rules')
    symlinkSync('first', dir)
    const { scores, until, write } = await watching(dir)
    symlinkSync('second', join(parent, 'new'))
    renameSync(join(parent, 'new'), dir)
    await until('rules of the other folder', () => scores()[0] === 20)
    write('large.yaml', ruleOf(30))
    await until('a change in the other folder', () => scores()[0] === 30)
  })

  it('bad input 83: may be deleted and come back; until then the old rules decide', async () => {
    const parent = newParent()
    const dir = join(parent, 'rules')
    layOutRules(dir, 10)
    const { reloads, scores, until, write } = await watching(dir)
    renameSync(dir, join(parent, 'gone'))
    await until('refusal', () => reloads.at(-1)?.result === 'refused')
    expect(codesOf(reloads.at(-1))).toEqual(['unreadable-file'])
    expect(scores()).toEqual([10])
    layOutRules(dir, 20)
    await until('rules that came back', () => scores()[0] === 20)
    write('large.yaml', ruleOf(30))
    await until('a change in the new folder', () => scores()[0] === 30)
  })

  it('bad input 83: may lose a file, which takes that rule away, and may not lose its policy', async () => {
    const dir = newRules({ ...rulesOf(10), 'other.yaml': ruleOf(5, 'other') })
    const { reloads, scores, until } = await watching(dir)
    unlinkSync(join(dir, 'other.yaml'))
    await until('one rule less', () => scores().length === 1)
    unlinkSync(join(dir, 'policy.yaml'))
    await until('refusal', () => codesOf(reloads.at(-1))?.[0] === 'missing-file')
    expect(scores()).toEqual([10])
  })

  it('follows rules in folders: changed, moved to another folder, and behind a linked folder', async () => {
    const dir = newRules({ ...rulesOf(10), 'cards/other.yaml': ruleOf(5, 'other') })
    const { reloads, scores, until, write } = await watching(dir)
    write('cards/other.yaml', ruleOf(6, 'other'))
    await until('a change inside a folder', () => scores()[1] === 6)
    mkdirSync(join(dir, 'devices'))
    renameSync(join(dir, 'cards/other.yaml'), join(dir, 'devices/other.yaml'))
    write('large.yaml', ruleOf(20))
    await until('the change after the move', () => scores()[0] === 20)
    expect(scores()).toEqual([20, 6])
    write('cards/other.yaml', ruleOf(7, 'other'))
    await until('refusal of the second of that name', () => codesOf(reloads.at(-1))?.[0] === 'duplicate-rule')
    rmSync(join(dir, 'cards'), { recursive: true })
    const parent = newParent()
    mkdirSync(join(parent, 'team'))
    writeFileSync(join(parent, 'team/third.yaml'), ruleOf(8, 'third'))
    symlinkSync(join(parent, 'team'), join(dir, 'team'))
    await until('a rule behind a link', () => scores().length === 3)
    writeFileSync(join(parent, 'team/third.yaml'), ruleOf(9, 'third'))
    await until('a change behind a link', () => scores()[2] === 9)
  })

  it('sees a file replaced by another of the same size and time, as some editors and copiers do', async () => {
    const dir = newRules()
    const path = join(dir, 'large.yaml')
    const { atime, mtime } = statSync(path)
    const { scores, until, write } = await watching(dir)
    write('.large.yaml.new', ruleOf(20))
    utimesSync(join(dir, '.large.yaml.new'), atime, mtime)
    renameSync(join(dir, '.large.yaml.new'), path)
    await until('replaced file', () => scores()[0] === 20)
  })

  it('does not change its base currency, because amounts are stored in it', async () => {
    const { live, reloads, until, write } = await watching(newRules())
    const before = live.current()
    write('policy.yaml', 'thresholds: { review: 50, block: 100 }\nbase: JPY\n')
    await until('refusal', () => reloads.length > 0)
    expect(codesOf(reloads[0])).toEqual(['base-changed'])
    expect(live.current()).toBe(before)
  })

  it('is read when asked, changed or not, and once for many who ask at a time', async () => {
    const { live, reloads } = await watching(newRules())
    await Promise.all([live.reload(), live.reload(), live.reload()])
    expect(resultsOf(reloads)).toEqual(['unchanged'])
    await live.reload()
    expect(resultsOf(reloads)).toEqual(['unchanged', 'unchanged'])
  })

  it('is let go of when closed, in the middle of a reading too', async () => {
    const { live, reloads, write } = await watching(newRules(), { settleMs: 3_600_000 })
    const before = live.current()
    write('large.yaml', ruleOf(20))
    const asked = live.reload()
    await live.close()
    await asked
    expect(live.current()).toBe(before)
    expect(reloads).toEqual([])
  })
})

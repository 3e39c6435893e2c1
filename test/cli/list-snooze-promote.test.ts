import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { listAddCommand, listRemoveCommand, listShowCommand } from '../../src/cli/list.ts'
import { promoteCommand } from '../../src/cli/promote.ts'
import { snoozeCommand } from '../../src/cli/snooze.ts'
import { layOutFiles, remove } from '../ruleset/problem-fixtures.ts'
import { catchOutput } from './catch-output.ts'

const POLICY =
  'thresholds: { review: 10, block: 100 }\nbase: USD\nlists:\n  blocked: { kind: block, on: [email, ip, card.fingerprint] }\n'
const RULE = `# A comment that stays.
rule: a-rule
title: A rule
mode:   shadow   # since last week
when: [amount > 50, ip == "192.0.2.1"]
score: 10
reason: large
tests:
  - { name: large, payment: { amount: 80, ip: 192.0.2.1 }, expect: hit }
  - { name: small, payment: { amount: 20 }, expect: no-hit }
`
const BLOCKED = 'value,reason,owner,expires\r\n# ours\r\n192.0.2.0/24,tests,ann,\r\n'

let dir = ''
beforeEach(() => {
  dir = layOutFiles({ 'policy.yaml': POLICY, 'a-rule.yaml': RULE, 'lists/blocked.csv': BLOCKED })
})
afterEach(() => remove(dir))

const read = (path: string) => readFileSync(join(dir, path), 'utf8')

const add = (value: string, more = {}) => catchOutput(() => listAddCommand('blocked', value, { rules: dir, ...more }))

it('list add normalises what is typed, puts it at the end, and leaves the rest', async () => {
  expect(await add(' Joe.Doe+x@GoogleMail.com ', { reason: 'a, b', expires: '2999-12-31' })).toMatchObject({
    code: 0,
    err: '',
  })
  expect(read('lists/blocked.csv')).toBe(`${BLOCKED}joedoe@gmail.com,"a, b",,2999-12-31\r\n`)
  expect(readdirSync(join(dir, 'lists'))).toEqual(['blocked.csv'])
  expect((await catchOutput(() => listRemoveCommand('blocked', 'j.oedoe@gmail.com', { rules: dir }))).code).toBe(0)
  expect(read('lists/blocked.csv')).toBe(BLOCKED)
})

it('list add refuses what is there, what is over, what the checker refuses, and unknown lists', async () => {
  await add('fp_1')
  const before = read('lists/blocked.csv')
  expect((await add('fp_1')).err).toContain('is in blocked already')
  expect((await add('fp_2', { expires: '2020-01-01' })).err).toContain('is over')
  expect((await add('fp_2', { expires: 'soon' })).err).toContain('is no day')
  const card = await add('4111 1111 1111 1111')
  expect([card.code, card.err]).toEqual([1, expect.stringContaining('error[secret]')])
  expect(card.err).not.toContain('4111')
  expect((await add('0.0.0.0/0')).err).toContain('the whole internet')
  expect((await catchOutput(() => listAddCommand('blokced', 'x', { rules: dir }))).err).toContain(
    'did you mean blocked?',
  )
  expect(read('lists/blocked.csv')).toBe(before)
})

it('list add renews an entry that has ended', async () => {
  writeFileSync(join(dir, 'lists/blocked.csv'), `${BLOCKED}fp_1,old,,2020-01-01\r\nfp_2,,,\r\n`)
  expect((await add('fp_1', { reason: 'new' })).out).toContain('is in blocked again')
  expect(read('lists/blocked.csv')).toBe(`${BLOCKED}fp_2,,,\r\nfp_1,new,,\r\n`)
})

it('list show tells kinds, entries and what holds a value', async () => {
  const show = (name?: string, value?: string) => catchOutput(() => listShowCommand(name, value, { rules: dir }))
  expect((await show()).out).toBe('blocked: block on email, ip, card.fingerprint, 1 entry\n')
  expect((await show('blocked')).out).toContain('192.0.2.0/24 · owner ann · tests')
  expect(await show('blocked', '192.0.2.77')).toMatchObject({ code: 0, out: '192.0.2.0/24 · owner ann · tests\n' })
  expect(await show('blocked', '192.0.3.77')).toMatchObject({ code: 1, out: '`192.0.3.77` is not in blocked\n' })
  const wider = await catchOutput(() => listRemoveCommand('blocked', '192.0.2.77', { rules: dir }))
  expect(wider.err).toContain('`192.0.2.0/24` holds it')
})

it('an edit goes through links, keeps the rights, and is refused while another one goes on', async () => {
  symlinkSync(join(dir, 'lists/blocked.csv'), join(dir, 'lists/linked.csv'))
  chmodSync(join(dir, 'lists/blocked.csv'), 0o640)
  expect((await catchOutput(() => listAddCommand('linked', 'fp_1', { rules: dir }))).code).toBe(0)
  expect(read('lists/blocked.csv')).toContain('fp_1')
  expect(statSync(join(dir, 'lists/blocked.csv')).mode & 0o777).toBe(0o640)
  const lock = join(dir, 'lists/.blocked.csv.tripline-edit')
  writeFileSync(lock, '')
  const second = await add('fp_2')
  expect([second.code, second.err]).toEqual([1, expect.stringContaining('somebody is editing')])
  expect(existsSync(lock)).toBe(true)
})

it('snooze writes, shows and ends, and refuses what the checker refuses', async () => {
  const options = { rules: dir, until: '2999-12-31', by: 'ann', why: 'a school, orders once' }
  const snooze = (rule: string, pair: string, more = {}) =>
    catchOutput(() => snoozeCommand(rule, pair, { ...options, ...more }))
  expect(await snooze('a-rule', 'ip=::ffff:192.0.2.9')).toMatchObject({ code: 0, err: '' })
  const line = 'rule,key,value,until,by,why\na-rule,ip,192.0.2.9,2999-12-31,ann,"a school, orders once"\n'
  expect(read('snoozes.csv')).toBe(line)
  const list = await catchOutput(() => snoozeCommand(undefined, undefined, { rules: dir, list: true }))
  expect(list.out).toBe('a-rule  ip=192.0.2.9 · until 2999-12-31 · by ann · a school, orders once\n')
  expect((await snooze('b-rule', 'ip=192.0.2.9')).err).toContain('error[unknown-rule]')
  expect((await snooze('a-rule', 'ipp=192.0.2.9')).err).toContain('error[unknown-name]')
  expect((await snooze('a-rule', 'ip=192.0.2.9', { until: '2020-01-01' })).code).toBe(2)
  expect((await snooze('a-rule', 'ip=192.0.2.9', { by: undefined })).code).toBe(2)
  expect((await snooze('a-rule', '192.0.2.9')).code).toBe(2)
  expect(read('snoozes.csv')).toBe(line)
  expect((await snooze('a-rule', 'email.domain=gmail.com')).out).toContain('warning[foreign-key]')
  expect((await snooze('a-rule', 'email.domain=gmail.com', { end: true })).code).toBe(0)
  expect(read('snoozes.csv')).toBe(line)
  expect((await snooze('a-rule', 'ip=192.0.2.10', { end: true })).code).toBe(1)
})

it('promote changes the mode and no other byte, and refuses a ruleset with errors', async () => {
  const promote = (rule: string, to: 'live' | 'shadow' | 'off') =>
    catchOutput(() => promoteCommand(rule, { rules: dir, to }))
  const first = await promote('a-rule', 'live')
  expect([first.code, first.out]).toEqual([
    0,
    expect.stringMatching(/^Nothing says what it did lately: [^\n]*--in FILE/),
  ])
  expect(first.out).toMatch(/\n\na-rule is live now\n$/)
  expect(read('a-rule.yaml')).toBe(RULE.replace('mode:   shadow', 'mode:   live'))
  expect((await promote('a-rule', 'live')).out).toContain('a-rule is live already\n')
  expect((await promote('a-rul', 'live')).err).toContain('did you mean a-rule?')
  writeFileSync(join(dir, 'b-rule.yaml'), RULE.replace('a-rule', 'b-rule').replace('amount', 'amuont'))
  const refused = await promote('a-rule', 'off')
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('did you mean `amount`?')])
  expect(read('a-rule.yaml')).toContain('mode:   live')
})

it('promote says first what the rule did with payments of the past, in whatever mode it is', async () => {
  const payment = (id: string, amount: string, ip = '192.0.2.1') =>
    JSON.stringify({ id, occurredAt: `2026-11-2${id.at(-1)}T10:00:00Z`, amount, currency: 'USD', ip })
  const lines = [payment('p1', '80'), payment('p2', '20'), payment('p3', '90'), payment('p4', '70', '192.0.2.9')]
  const payments = join(dir, '..', `${basename(dir)}.ndjson`)
  const labels = join(dir, '..', `${basename(dir)}.csv`)
  writeFileSync(payments, [...lines, payment('p5', '60')].join('\n'))
  writeFileSync(labels, 'paymentId,label\np1,fraud\np3,legit\n')
  const promote = (to: 'live' | 'off', more = {}) =>
    catchOutput(() => promoteCommand('a-rule', { rules: dir, to, in: payments, ...more }))
  const said = await promote('live', { labels })
  expect(said.out).toBe(`What a-rule did with 5 payments of ${payments}, 2026-11-21 to 2026-11-25:
  hits      3, 60.0 % of the payments, 0.75 a day
  amount    230 USD
  right     50.0 %: 1 bad, 1 good, 1 unknown
  latest    p5, 2026-11-25 10:00, 60 USD: large
            p3, 2026-11-23 10:00, 90 USD: large
            p1, 2026-11-21 10:00, 80 USD: large

a-rule is live now
`)
  expect((await promote('live', { since: '2026-11-24' })).out).toContain('hits      1, 50.0 % of the payments')
  expect(await promote('live', { in: join(dir, 'absent') })).toMatchObject({ code: 1, out: '' })
  expect((await promote('live', { since: 'soon' })).err).toContain('`--since` is a day')
  rmSync(payments)
  rmSync(labels)
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProblemList } from '../../src/problems/problem-list.ts'
import { SourceText } from '../../src/problems/source-text.ts'
import { listValue } from '../../src/ruleset/lists/list-form.ts'
import { readList } from '../../src/ruleset/lists/read-list.ts'
import { TextTable } from '../../src/ruleset/lists/text-table.ts'
import { ValueList } from '../../src/ruleset/lists/value-list.ts'

function read(file: string, text: string) {
  const problems = new ProblemList()
  const list = readList('vip', new SourceText(file, text), problems)
  return { list, problems: problems.problems.map(({ place, message }) => `${place!.line}: ${message}`) }
}

const NOON = Date.UTC(2026, 11, 31, 12)

describe('lists', () => {
  it('take one value a line, without comments, spaces and line ends', () => {
    const { list, problems } = read('vip.txt', '# ours\r\n a@example.com \r\n\r\nb@example.com')
    expect([problems, list.size]).toEqual([[], 2])
    expect(['a@example.com', 'b@example.com', '# ours', ''].map(value => list.has(value, 0))).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  it('take CSV with reasons, and entries that end with their last day', () => {
    const { list, problems } = read(
      'vip.csv',
      'value,reason,owner,expires\r\nc_1,"large, but good",ann,2026-12-31\r\nc_2,,,\r\n',
    )
    expect(problems).toEqual([])
    expect([NOON, NOON + 43_199_999, NOON + 43_200_000].map(atMs => list.has('c_1', atMs))).toEqual([true, true, false])
    expect(list.has('c_2', Number.MAX_SAFE_INTEGER)).toBe(true)
  })

  it('bad input 84: are data only, with a byte order mark, CRLF and formulas', () => {
    const { list, problems } = read('vip.csv', '\ufeffvalue\r\n=cmd()\r\n"a ""b"""\r\n')
    expect([problems, list.size]).toEqual([[], 2])
    expect([list.has('=cmd()', 0), list.has('a "b"', 0)]).toEqual([true, true])
  })

  it('tell the line of what is wrong, and no more than twenty of them', () => {
    const { problems } = read('vip.csv', `value,expires\n${'x,tomorrow\n'.repeat(30)}`)
    expect(problems).toHaveLength(20)
    expect(problems[0]).toBe('2: `tomorrow` is no day')
  })

  it('know networks as they would be compared bit by bit', () => {
    const octets = fc.tuple(fc.nat(3), fc.nat(255), fc.nat(255), fc.nat(255))
    const bitsOf = (ip: readonly number[]) => ip.map(octet => octet.toString(2).padStart(8, '0')).join('')
    fc.assert(
      fc.property(
        fc.array(fc.tuple(octets, fc.integer({ min: 0, max: 32 })), { maxLength: 5 }),
        octets,
        (networks, ip) => {
          const set = new ValueList('networks')
          for (const [address, bits] of networks) set.add(`${address.join('.')}/${bits}`)
          const expected = networks.some(
            ([address, bits]) => bitsOf(address).slice(0, bits) === bitsOf(ip).slice(0, bits),
          )
          expect(set.has(ip.join('.'), 0)).toBe(expected)
        },
      ),
    )
  })

  it('know IPv6 networks as they would be compared bit by bit', () => {
    const parts = fc.array(fc.constantFrom(0, 1, 0x2a00, 0xffff), { minLength: 8, maxLength: 8 })
    const text = (groups: readonly number[]) => groups.map(group => group.toString(16)).join(':')
    const bitsOf = (groups: readonly number[]) => groups.map(group => group.toString(2).padStart(16, '0')).join('')
    // An IPv4 address inside IPv6 is that IPv4 address and in no IPv6 network.
    const carriesIpv4 = (groups: readonly number[]) => groups.slice(0, 6).join() === '0,0,0,0,0,65535'
    fc.assert(
      fc.property(fc.array(fc.tuple(parts, fc.nat(128)), { maxLength: 5 }), parts, (networks, ip) => {
        fc.pre(![ip, ...networks.map(([address]) => address)].some(carriesIpv4))
        const list = new ValueList('networks')
        for (const [address, bits] of networks) list.add(`${text(address)}/${bits}`)
        const expected = networks.some(
          ([address, bits]) => bitsOf(address).slice(0, bits) === bitsOf(ip).slice(0, bits),
        )
        expect(list.has(text(ip), 0)).toBe(expected)
      }),
    )
  })

  it('take every spelling of a mailbox or an address for one value, and other texts as they are', () => {
    const lines = ['Joe.Doe+shop@GoogleMail.com', '::FFFF:192.0.2.9', '2A00:0:0::1', 'Fp_9a', 'an @ in a text']
    const { list } = read('vip.txt', lines.join('\n'))
    const found = ['joedoe@gmail.com', 'j.oedoe@gmail.com', '192.0.2.9', '2a00::1', 'Fp_9a', 'an @ in a text']
    expect(found.map(value => list.has(value, 0))).toEqual(found.map(() => true))
    const others = ['joe.doe@example.com', 'fp_9a', 'FP_9A', '192.0.2.90', 'An @ in a text']
    expect(others.map(value => list.has(value, 0))).toEqual(others.map(() => false))
  })

  it('ignore case where the policy says so', () => {
    const list = new ValueList('towns', { ignoreCase: true })
    list.add('PARIS')
    list.add('Malmo\u0308')
    expect(['paris', 'Paris', 'MALM\u00d6', 'London'].map(town => list.has(town, 0))).toEqual([true, true, true, false])
  })

  it('say why a value is there: the value itself first, then its smallest network that still counts', () => {
    const lines = [
      'value,reason,owner,expires',
      '10.0.0.0/8,wide,ann,',
      '10.1.0.0/16,narrow,ann,2026-12-31',
      '10.1.2.3,itself,bob,2026-11-30',
    ]
    const { list } = read('vip.csv', lines.join('\n'))
    const at = (month: number) => list.find('10.1.2.3', Date.UTC(2026, month, 15))
    expect([10, 11, 12].map(month => at(month)?.reason)).toEqual(['itself', 'narrow', 'wide'])
    expect(at(10)).toEqual({ value: '10.1.2.3', reason: 'itself', owner: 'bob', expiresMs: Date.UTC(2026, 11, 1) })
  })

  it('hold what a plain map of forms holds, with ends and reasons', () => {
    const known = [
      'a',
      'a@b.co',
      'A@B.co',
      'a+x@b.co',
      '10.0.0.1',
      '::ffff:10.0.0.1',
      '\ud800',
      '\ufffd',
      'é',
      '\u0100',
    ]
    const value = fc.oneof(fc.string({ unit: 'binary', maxLength: 6 }), fc.constantFrom(...known))
    const end = fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined })
    fc.assert(
      fc.property(fc.array(fc.tuple(value, end)), fc.array(value), fc.nat(6), (entries, asked, day) => {
        const list = new ValueList('model')
        const model = new Map<string, { end: number | undefined; reason: string }>()
        entries.forEach(([each, ends], index) => {
          const { form } = listValue(each, false)
          const reason = `reason ${index % 3}`
          const isNew = list.add(each, { reason, ...(ends === undefined ? {} : { expiresMs: ends * 86_400_000 }) }) >= 0
          expect(isNew).toBe(!model.has(form))
          if (isNew) model.set(form, { end: ends, reason })
        })
        list.trim()
        expect(list.size).toBe(model.size)
        for (const each of [...asked, ...entries.map(([first]) => first)]) {
          const entry = model.get(listValue(each, false).form)
          const counts = entry !== undefined && (entry.end === undefined || day < entry.end)
          expect(list.has(each, day * 86_400_000)).toBe(counts)
          expect(list.find(each, day * 86_400_000)?.reason).toBe(counts ? entry.reason : undefined)
        }
      }),
    )
  })
})

describe('a table of texts', () => {
  it('numbers distinct texts as a plain map does, however it grows', () => {
    const texts = fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 400 })
    fc.assert(
      fc.property(texts, texts, (added, asked) => {
        const table = new TextTable({ bytes: 1 })
        const model = new Map<string, number>()
        for (const text of added) {
          const known = model.get(text)
          expect(table.add(text)).toBe(known === undefined ? model.size : -1 - known)
          if (known === undefined) model.set(text, model.size)
        }
        for (const text of [...asked, ...added]) expect(table.find(text)).toBe(model.get(text) ?? -1)
        for (const [text, number] of model) expect(table.text(number)).toBe(text)
      }),
    )
  })
})

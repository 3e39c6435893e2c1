import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProblemList } from '../../src/problems/problem-list.ts'
import { SourceText } from '../../src/problems/source-text.ts'
import { NetworkSet } from '../../src/ruleset/lists/network-set.ts'
import { readList } from '../../src/ruleset/lists/read-list.ts'

function read(file: string, text: string) {
  const problems = new ProblemList()
  const list = readList('vip', new SourceText(file, text), problems)
  return { list, problems: problems.problems.map(({ place, message }) => `${place!.line}: ${message}`) }
}

const NOON = Date.UTC(2026, 11, 31, 12)

describe('lists', () => {
  it('take one value a line, without comments, spaces and line ends', () => {
    const { list, problems } = read('vip.txt', '# ours\r\n a@example.com \r\n\r\nb@example.com\na@example.com')
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
          const set = new NetworkSet()
          for (const [address, bits] of networks) set.add(`${address.join('.')}/${bits}`)
          const expected = networks.some(
            ([address, bits]) => bitsOf(address).slice(0, bits) === bitsOf(ip).slice(0, bits),
          )
          expect(set.has(ip.join('.'), 0)).toBe(expected)
        },
      ),
    )
  })
})

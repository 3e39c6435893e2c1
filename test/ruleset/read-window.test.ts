import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ProblemList } from '../../src/problems/problem-list.ts'
import { SourceText } from '../../src/problems/source-text.ts'
import { parseDuration } from '../../src/ruleset/duration.ts'
import { readWindow } from '../../src/ruleset/read-window.ts'
import { parseTestTime } from '../../src/ruleset/tests/test-time.ts'
import { readYaml } from '../../src/yaml/read-yaml.ts'

function window(text: string) {
  const problems = new ProblemList()
  const node = readYaml(new SourceText('a.yaml', text), problems)
  const read = node && readWindow(node, problems)
  return read ?? problems.problems.map(problem => problem.code)
}

it.each([
  ['5m', { kind: 'sliding', ms: 300_000 }],
  ['1s', { kind: 'sliding', ms: 1000 }],
  ['400d', { kind: 'sliding', ms: 34_560_000_000 }],
  ['lifetime', { kind: 'lifetime' }],
  ['calendar_day(Europe/Paris)', { kind: 'calendar_day', timeZone: 'Europe/Paris' }],
  ['calendar_month("UTC")', { kind: 'calendar_month', timeZone: 'UTC' }],
  ['401d', ['bad-window']],
  ['0s', ['bad-window']],
  ['-5m', ['bad-window']],
  ['5', ['bad-window']],
  ['5 m', ['bad-window']],
  ['1h30m', ['bad-window']],
  ['5w', ['bad-window']],
  ['[1h]', ['bad-window']],
  ['calendar_day(Europe/Atlantis)', ['unknown-timezone']],
  ['calendar_day()', ['unknown-timezone']],
  ['calendar_week(UTC)', ['bad-window']],
])('bad input 78: window %s', (text, expected) => {
  expect(window(text)).toEqual(expected)
})

it('durations are what they say', () => {
  const units = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.constantFrom('s', 'm', 'h', 'd'), (count, unit) => {
      expect(parseDuration(`${count}${unit}`)).toBe(count * units[unit])
    }),
  )
})

it('times of rule tests are on one day unless they say another', () => {
  const at = (text: string) => {
    const ms = parseTestTime(text)
    return ms === undefined ? undefined : new Date(ms).toISOString()
  }
  expect(at('10:40')).toBe('2026-01-15T10:40:00.000Z')
  expect(at('9:05:07')).toBe('2026-01-15T09:05:07.000Z')
  expect(at('-30d 10:40')).toBe('2025-12-16T10:40:00.000Z')
  expect(at('+1d 00:00')).toBe('2026-01-16T00:00:00.000Z')
  expect(at('2026-03-29T01:30:00.250Z')).toBe('2026-03-29T01:30:00.250Z')
  expect(['24:00', '10:60', '10.40', 'noon', '2026-02-30T10:00:00Z', '2026-01-01'].map(at)).toEqual(
    Array(6).fill(undefined),
  )
})

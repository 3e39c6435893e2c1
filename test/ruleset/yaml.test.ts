import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { ProblemList } from '../../src/problems/problem-list.ts'
import { SourceText } from '../../src/problems/source-text.ts'
import { placeInScalar } from '../../src/yaml/offset-map.ts'
import { readYaml } from '../../src/yaml/read-yaml.ts'
import type { YamlScalar } from '../../src/yaml/yaml-node.ts'

function read(text: string) {
  const problems = new ProblemList()
  const source = new SourceText('a.yaml', text)
  return {
    root: readYaml(source, problems),
    codes: problems.problems.map(problem => problem.code),
    source,
    problems: problems.problems,
  }
}

function scalars(text: string): YamlScalar[] {
  const { root } = read(text)
  if (root?.kind !== 'list') throw new Error('expected a list')
  return root.items.filter(item => item.kind === 'scalar')
}

describe('places inside a scalar', () => {
  it('are right in every way of writing text', () => {
    const letters = fc.constantFrom(...'abcXYZ0123 .<>="\'\\()&|:#%ü€', '\n')
    const text = fc.string({ unit: letters, maxLength: 60 })
    const style = fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED')
    fc.assert(
      fc.property(text, text, style, fc.integer({ min: 20, max: 100 }), (before, after, type, lineWidth) => {
        const asked = ['first', `${before}Q${after}`]
        const yaml = stringify(asked, { defaultStringType: type as 'PLAIN', lineWidth })
        // Not `asked`: the writer of the library gets some line feeds wrong, in quotes and in narrow lines.
        const written = parse(yaml)[1]
        const scalar = scalars(yaml)[1]!
        expect(scalar.text).toBe(written)
        const start = written.indexOf('Q')
        const place = placeInScalar(scalar, start, start + 1)
        expect(scalar.source.line(place.line).slice(place.column - 1, place.endColumn - 1)).toBe('Q')
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    ["- 'it''s amuont'", 5, 'amuont'],
    ['- "a\\tb amuont"', 4, 'amuont'],
    ['- "\\u00fc amuont"', 2, 'amuont'],
    ['- "\\x41 amuont"', 2, 'amuont'],
    ['- >-\n    one\n    two amuont', 8, 'amuont'],
    ['- |\n  one\n\n  amuont', 5, 'amuont'],
    ['- one\n  two\n  amuont', 8, 'amuont'],
  ])('%j', (yaml, start, word) => {
    const [scalar] = scalars(yaml)
    expect(scalar!.text.slice(start, start + word.length)).toBe(word)
    const place = placeInScalar(scalar!, start, start + word.length)
    expect(scalar!.source.line(place.line).slice(place.column - 1, place.endColumn - 1)).toBe(word)
  })
})

describe('YAML traps', () => {
  it('bad input 74: keep what YAML 1.1 would have changed', () => {
    const texts = scalars('- NO\n- 0777\n- 12:30\n- 1_000\n- 2026-01-02\n- yes\n- 0x1F\n- 1.0\n')
    expect(texts.map(scalar => scalar.text)).toEqual([
      'NO',
      '0777',
      '12:30',
      '1_000',
      '2026-01-02',
      'yes',
      '0x1F',
      '1.0',
    ])
    expect(texts.filter(scalar => typeof scalar.value !== 'string').map(scalar => scalar.text)).toEqual([
      '0777',
      '0x1F',
      '1.0',
    ])
  })

  it('bad input 73: an alias bomb is refused without being unfolded', () => {
    const bomb = [
      'a: &a [x, x]',
      ...'bcdefghij'.split('').map((name, i) => `${name}: &${name} [*${'abcdefghi'[i]}, *${'abcdefghi'[i]}]`),
    ].join('\n')
    const { codes } = read(bomb)
    expect(new Set(codes)).toEqual(new Set(['yaml-alias']))
  })

  it.each([
    ['bad input 73: empty', '', 'empty-file'],
    ['bad input 73: only a comment', '# nothing\n', 'empty-file'],
    ['bad input 73: tabs', 'a:\n\t- b\n', 'yaml-tab'],
    ['bad input 73: two documents', 'a: 1\n---\nb: 2\n', 'yaml-syntax'],
    ['bad input 80: 10 000 brackets', '['.repeat(10_000), 'yaml-syntax'],
    ['a key that is no text', '? [a]\n: b\n', 'yaml-syntax'],
    ['a merge key', 'a: &x { b: 1 }\nc: { <<: *x }\n', 'yaml-alias'],
    ['a tag', 'a: !!js/function x\n', 'yaml-tag'],
    ['bad input 73: keys twice', 'a: 1\na: 2\n', 'duplicate-key'],
  ])('%s', (_, text, code) => {
    expect(read(text).codes[0]).toBe(code)
  })

  it('answer a place inside the file whatever is written', () => {
    const noise = fc.string({ unit: fc.constantFrom(...'ab:-#&*!|>\'"[]{},?%@` \n\t'.split('')), maxLength: 60 })
    fc.assert(
      fc.property(noise, text => {
        const { problems } = read(text)
        for (const { place } of problems) {
          expect(place!.line).toBeGreaterThan(0)
          expect(place!.line).toBeLessThanOrEqual(text.split('\n').length)
        }
      }),
      { numRuns: 1500 },
    )
  })
})

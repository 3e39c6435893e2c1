import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editMode } from '../../src/ruleset/edit-mode.ts'
import { addSnooze, removeSnooze } from '../../src/ruleset/edit-snoozes.ts'
import { csvField, csvRows } from '../../src/ruleset/lists/csv-rows.ts'
import { addToList, removeFromList } from '../../src/ruleset/lists/edit-list.ts'
import { listValue } from '../../src/ruleset/lists/list-form.ts'

const recordsOf = (text: string): string[][] | 'fault' => {
  const rows = [...csvRows(text)]
  return rows.some(row => 'fault' in row) ? 'fault' : rows.flatMap(row => ('fault' in row ? [] : [row.fields]))
}

describe('CSV', () => {
  const field = fc.string({ unit: fc.constantFrom('a', 'b', ',', '"', ' ', '\n', '\r\n', 'é', '='), maxLength: 6 })
  const form = fc.constantFrom('\n', '\r\n')

  it('is read as the library reads it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1 }),
        form,
        (rows, lineEnd) => {
          const text = rows.map(row => row.map(csvField).join(',')).join(lineEnd)
          const options = { relax_column_count: true, skip_empty_lines: true, record_delimiter: ['\r\n', '\n'] }
          const expected = parse(text, options).map((row: string[]) => row.map(each => each.trim()))
          expect(recordsOf(text)).toEqual(expected)
        },
      ),
    )
  })

  it('is refused where the library refuses it', () => {
    const piece = fc.constantFrom('a', '"', ',', '""', '\n', 'b"c', '"d"')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), pieces => {
        const text = `x,y\n${pieces.join('')}`
        let library: 'read' | 'fault' = 'read'
        try {
          parse(text, { relax_column_count: true })
        } catch {
          library = 'fault'
        }
        expect(recordsOf(text) === 'fault' ? 'fault' : 'read').toBe(library)
      }),
    )
  })

  it('tells on which line a record begins, over comments, empty lines and quotes', () => {
    const rows = [...csvRows('\ufeffa,b\r\n# note "\n\n"x\ny",1\nz,2')]
    expect(rows.map(row => row.line)).toEqual([1, 4, 6])
  })
})

const VALUES = [
  'c_1',
  'c_2',
  'joe@example.com',
  'JOE+a@example.com',
  '10.0.0.1',
  '::ffff:10.0.0.1',
  'a,b',
  'say "hi"',
  '=x',
]
const value = fc.constantFrom(...VALUES)
const lineEnd = fc.constantFrom('\n', '\r\n')
const start = fc.constantFrom('', '\ufeff')

describe('a list file', () => {
  const CSV = { isCsv: true, ignoreCase: false }
  const comment = fc.constantFrom('# a note', '', '   ', '#x,y"')
  const row = fc.oneof(
    comment,
    value.map(each => `${csvField(each)},why,,`),
    value.map(each => `  ${csvField(each)} , "two\nlines" ,ann,2030-01-01`),
  )
  const file = fc
    .tuple(start, fc.array(row), lineEnd, fc.boolean())
    .map(([mark, rows, end, ends]) => mark + ['value,reason,owner,expires', ...rows].join(end) + (ends ? end : ''))

  it('gets one line more, and every byte before it stays', () => {
    fc.assert(
      fc.property(file, value, (text, each) => {
        const added = addToList(text, { value: each, reason: 'a, b' }, CSV)
        if ('refused' in added) throw new Error(added.refused)
        const tail = added.text.slice(text.length)
        expect(added.text.startsWith(text)).toBe(true)
        expect(tail.trim()).toBe(`${csvField(each)},"a, b",,`)
      }),
    )
  })

  it('loses the lines of a value in every spelling, and no other byte', () => {
    fc.assert(
      fc.property(file, value, (text, each) => {
        const { text: left, removed } = removeFromList(text, each, CSV)
        const wanted = listValue(each, false).form
        const isWanted = (fields: readonly string[]) => listValue(fields[0]!, false).form === wanted
        const rows = [...csvRows(text)].flatMap(found => ('fault' in found ? [] : [found]))
        const gone = rows.slice(1).filter(({ fields }) => isWanted(fields))
        expect(removed).toBe(gone.length)
        expect(recordsOf(left)).toEqual(rows.filter(found => !gone.includes(found)).map(({ fields }) => fields))
        let expected = text
        for (const { start: from, end } of gone.reverse()) {
          const after = expected.indexOf('\n', end)
          expected = expected.slice(0, from) + (after < 0 ? '' : expected.slice(after + 1))
        }
        expect(left).toBe(expected)
      }),
    )
  })

  it('is itself again after an entry was added and removed', () => {
    fc.assert(
      fc.property(file, value, (text, each) => {
        const { text: before } = removeFromList(text, each, CSV)
        const added = addToList(before, { value: each }, CSV)
        if ('refused' in added) throw new Error(added.refused)
        const { text: after, removed } = removeFromList(added.text, each, CSV)
        expect(removed).toBe(1)
        expect(after.startsWith(before)).toBe(true)
        expect(['', '\n', '\r\n']).toContain(after.slice(before.length))
      }),
    )
  })

  it('has room only for what its first line names', () => {
    expect(addToList('value\n', { value: 'a', reason: 'x' }, CSV)).toEqual({
      refused: 'the list has no column `reason`; add it to the first line',
    })
    const plain = { isCsv: false, ignoreCase: false }
    expect(addToList('a', { value: 'b', owner: 'ann' }, plain)).toHaveProperty('refused')
    expect(addToList('# ours\r\na', { value: 'b' }, plain)).toEqual({ text: '# ours\r\na\r\nb\r\n' })
    expect(removeFromList('# a\n a \nb\n', 'a', plain)).toEqual({ text: '# a\nb\n', removed: 1 })
  })
})

it('snoozes are added and ended without touching the others', () => {
  const one = { rule: 'r', key: 'email', value: 'joe@gmail.com', until: '2030-01-01', by: 'ann', why: 'a, b' }
  const first = addSnooze('', one)
  expect(first).toBe('rule,key,value,until,by,why\nr,email,joe@gmail.com,2030-01-01,ann,"a, b"\n')
  const both = addSnooze(`${first}# kept\n`, { ...one, rule: 's' })
  expect(removeSnooze(both, { ...one, value: 'J.oe+x@gmail.com' })).toEqual({
    text: 'rule,key,value,until,by,why\n# kept\ns,email,joe@gmail.com,2030-01-01,ann,"a, b"\n',
    removed: 1,
  })
})

describe('the mode of a rule file', () => {
  const mode = fc.constantFrom('live', 'shadow', 'off')

  it('is replaced, and every other byte stays', () => {
    const written = fc.tuple(mode, fc.constantFrom('', "'", '"')).map(([each, quote]) => `${quote}${each}${quote}`)
    const around = fc.constantFrom(
      'why: "mode: live"',
      '# mode: live',
      'title: x   # y',
      'why: |\n  mode: live',
      'tests: []',
    )
    fc.assert(
      fc.property(
        start,
        fc.array(around, { maxLength: 1 }),
        written,
        fc.constantFrom('', '   # shadow first'),
        lineEnd,
        mode,
        (mark, lines, before, note, end, after) => {
          const file = (word: string) =>
            mark + ['rule: a-rule', ...lines, `mode:  ${word}${note}`, 'score: 10', ''].join('\n').replaceAll('\n', end)
          expect(editMode(file(before), after)).toBe(file(after))
        },
      ),
    )
  })

  it('is left alone where it is not one word', () => {
    for (const text of ['rule: a', 'mode: [live]', 'mode: |\n  live\n', 'mode: x: y', 'mode:\n', '']) {
      expect(editMode(text, 'off')).toBeUndefined()
    }
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvRows } from '../../src/import/csv-rows.ts'
import { isRowProblem } from '../../src/import/row.ts'

const COMMA = { delimiter: ',', quote: '"' }

/** Rows as arrays of cells, problems as `line code`. Bytes come in pieces of `size`, as from a slow pipe. */
async function read(text: string, size = 7, form = COMMA): Promise<(string | (string | number | undefined)[])[]> {
  const bytes = Buffer.from(text)
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  let columns: string[] = []
  const found: (string | (string | number | undefined)[])[] = []
  const takeHeader = (header: string[]) => {
    columns = header
    return true
  }
  for await (const row of csvRows(pieces(), form, takeHeader)) {
    if (isRowProblem(row)) found.push(`${row.line} ${row.code}`)
    else found.push([row.line, ...columns.map(column => row.get(column))])
  }
  return found
}

test.each([
  [
    'plain rows',
    'a,b\n1,2\n3,4\n',
    [
      [2, '1', '2'],
      [3, '3', '4'],
    ],
  ],
  [
    'CRLF, a byte order mark and no last line end',
    '\ufeffa,b\r\n1,2\r\n3,4',
    [
      [2, '1', '2'],
      [3, '3', '4'],
    ],
  ],
  [
    'quotes, with delimiters, quotes and line ends inside',
    'a,b\n"x, ""y""\nz",2\n3,4\n',
    [
      [2, 'x, "y"\nz', '2'],
      [4, '3', '4'],
    ],
  ],
  ['too few and too many values', 'a,b\n1\n2,3,4\n5,6\n', ['2 column-count', '3 column-count', [4, '5', '6']]],
  ['a quote inside a value', 'a,b\n1,x"y\n3,4\n', ['2 bad-quoting', [3, '3', '4']]],
  [
    'blank lines',
    'a,b\n\n1,2\n\n\n3,4\n',
    [
      [3, '1', '2'],
      [6, '3', '4'],
    ],
  ],
  ['only a header', 'a,b\n', []],
  ['nothing', '', []],
])('%s', async (_, text, rows) => {
  expect(await read(text)).toEqual(rows)
  expect(await read(text, 1)).toEqual(rows)
  expect(await read(text, 1000)).toEqual(rows)
})

test('other signs', async () => {
  expect(await read("a;b\n'1;x';2\n", 3, { delimiter: ';', quote: "'" })).toEqual([[2, '1;x', '2']])
})

test('a quote that never closes is one problem, not a crash', async () => {
  expect(await read('a,b\n1,2\n3,"4\n5,6\n')).toEqual([[2, '1', '2'], '3 bad-quoting'])
})

test('a header that is refused ends the reading', async () => {
  const rows = []
  for await (const row of csvRows(
    (async function* () {
      yield Buffer.from('a,b\n1,2\n')
    })(),
    COMMA,
    () => false,
  ))
    rows.push(row)
  expect(rows).toEqual([])
})

test('whatever is written by the rules of RFC 4180 is read back', async () => {
  const cell = fc.string({ maxLength: 12 }).map(text => text.replace(/\r/g, ''))
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), async rows => {
      const quoted = rows.map(row => row.map(value => `"${value.replaceAll('"', '""')}"`).join(','))
      const found = await read(`a,b\n${quoted.join('\n')}\n`, 5)
      expect(found.map(row => row.slice(1))).toEqual(rows)
    }),
  )
})

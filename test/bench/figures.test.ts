import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { printTable } from '../../bench/print.ts'
import { writeFigures } from '../../bench/write-figures.ts'

beforeEach(() => void vi.spyOn(console, 'log').mockImplementation(() => undefined))
afterEach(() => void vi.restoreAllMocks())

it('figures of an earlier run are replaced, and nothing else of the page', () => {
  const page = join(mkdtempSync(join(tmpdir(), 'tripline-')), 'performance.md')
  cpSync('docs/performance.md', page)
  const around = outsideOf(readFileSync(page, 'utf8'))
  printTable('with a heading', [
    ['', 'payments/s', 'CPU'],
    ['Tripline', '1', '2'],
  ])
  writeFigures(page, 'an old machine')
  printTable('without one', [['payments', '3']])
  printTable('with a heading', [
    ['', 'payments/s', 'CPU'],
    ['Tripline', '4', '5'],
  ])
  writeFigures(page, 'a machine')
  const text = readFileSync(page, 'utf8')
  expect(outsideOf(text)).toEqual(around)
  expect(text).toContain('### With a heading\n\n|  | payments/s | CPU |\n| --- | ---: | ---: |\n| Tripline | 4 | 5 |\n')
  expect(text.split('### With a heading')).toHaveLength(2)
  expect(text).toContain('### Without one\n\n|  |  |\n| --- | ---: |\n| payments | 3 |\n')
  expect(text).not.toContain('old machine')
  expect(sectionsOf(text)).toEqual([
    ...sectionsOf(readFileSync('docs/performance.md', 'utf8')),
    'With a heading',
    'Without one',
  ])
})

it('a page without a place for figures is left alone', () => {
  const page = join(mkdtempSync(join(tmpdir(), 'tripline-')), 'page.md')
  writeFileSync(page, 'nothing here')
  expect(() => writeFigures(page, 'a machine')).toThrow('no place for figures')
})

/** Titles of the tables. */
function sectionsOf(text: string): string[] {
  const figures = text.slice(text.indexOf('<!-- figures'), text.indexOf('<!-- end of figures'))
  return [...figures.matchAll(/^### (.+)$/gm)].map(([, title]) => title!)
}

function outsideOf(text: string): (string | undefined)[] {
  return [text.split('<!-- figures')[0], text.split('<!-- end of figures -->')[1]]
}

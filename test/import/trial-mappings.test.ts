import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { importCommand } from '../../src/cli/import.ts'
import { readMapping } from '../../src/import/read-mapping.ts'
import { ProblemList } from '../../src/problems/problem-list.ts'
import { SourceText } from '../../src/problems/source-text.ts'

const ROOT = join(import.meta.dirname, '../..')
const SHARED = process.env.TRIPLINE_TEST_DATA ?? join(ROOT, '../shared/data')
const TRIALS = [
  { name: 'sparkov', file: 'sparkov/sparkov_60_customers_2024H1.csv.gz', imported: 39_704, rejected: 0, fraud: 537 },
  {
    name: 'aws-frauddetector',
    file: 'aws-frauddetector/transaction_data_2K_coldstart.csv',
    imported: 1343,
    rejected: 268,
    fraud: 78,
  },
  {
    name: 'aws-frauddetector-usd',
    file: 'aws-frauddetector/transaction_data_2K_coldstart.csv',
    imported: 1611,
    rejected: 0,
    fraud: 95,
  },
]
const folder = mkdtempSync(join(tmpdir(), 'tripline-trials-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe.each(TRIALS)('$name', ({ name, file, imported, rejected, fraud }) => {
  const map = join(ROOT, `trials/${name}.map.yaml`)

  test('the mapping has no mistake', () => {
    const problems = new ProblemList()
    readMapping(new SourceText(map, readFileSync(map, 'utf8')), problems)
    expect(problems.sorted()).toEqual([])
  })

  const data = join(SHARED, file)
  const present = existsSync(data)
  test(present ? 'the file is imported whole' : `absent: ${file}`, async () => {
    if (!present) return
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const path = (ending: string) => join(folder, `${name}.${ending}`)
    expect(
      await importCommand({ map, in: data, out: path('out'), rejects: path('rejects'), labels: path('labels') }),
    ).toBe(0)
    said.mockRestore()
    const lines = (ending: string) => readFileSync(path(ending), 'utf8').split('\n').filter(Boolean)
    expect(lines('out')).toHaveLength(imported)
    expect(lines('rejects')).toHaveLength(rejected)
    expect(lines('labels').filter(line => line.endsWith(',fraud'))).toHaveLength(fraud)
  })
})

test('no card number of the Sparkov file survives the import', () => {
  const out = join(folder, 'sparkov.out')
  if (!existsSync(out)) return
  expect(readFileSync(out, 'utf8')).not.toMatch(/4603250394399|4891852983882015146|060485800183/)
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { labelCommand } from '../../src/cli/desk/label.ts'
import { catchOutput } from './catch-output.ts'

const folder = mkdtempSync(join(tmpdir(), 'tripline-labels-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** `database` is not looked at where the file itself is wrong. */
async function label(text: string, as = 'ana') {
  const path = join(folder, 'labels.csv')
  writeFileSync(path, text)
  const asked = { database: join(folder, 'desk'), in: path, as }
  const { code, out, err } = await catchOutput(() => labelCommand(asked))
  return { code, out, err: err.replaceAll(`${folder}/`, '') }
}

test('a row that is wrong is shown, and nothing is kept', async () => {
  const { code, out, err } = await label('paymentId,label\npay_1,fraud\npay_2,fruad\n')
  expect([code, out]).toEqual([1, ''])
  expect(err).toBe(`labels.csv:3:7: error[bad-value]: \`fruad\` is no label
  |
3 | pay_2,fruad
  |       ^^^^^ one of fraud, legit, abuse, unknown
tripline: nothing of it was kept
`)
  const missing = await catchOutput(() => labelCommand({ in: join(folder, 'none.csv'), as: 'ana' }))
  expect(missing).toMatchObject({ code: 1, err: expect.stringContaining('there is no such file') })
})

test('says what became of a file, and takes none of somebody unknown', async () => {
  const file = 'paymentId,label\npay_1,fraud\npay_9,legit\n'
  expect((await label(file, 'zoe')).err).toContain('error[unknown-person]: the policy knows nobody called `zoe`')
  expect(await label(file)).toEqual({
    code: 0,
    out: '2 labels: 2 new; 2 of payments that are not known yet, kept for when they come\n',
    err: '',
  })
})

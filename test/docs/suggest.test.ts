import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { playedPage } from './played-page.ts'

test('docs/suggest.md shows what its commands print; renew it with vitest -u', { timeout: 240_000 }, async () => {
  await expect(playedPage(readFileSync('docs/suggest.md', 'utf8'))).toMatchFileSnapshot('../../docs/suggest.md')
})

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { playedPage } from './played-page.ts'

test('docs/rule-guide.md shows what its commands print; renew it with vitest -u', { timeout: 240_000 }, async () => {
  await expect(playedPage(readFileSync('docs/rule-guide.md', 'utf8'))).toMatchFileSnapshot('../../docs/rule-guide.md')
})

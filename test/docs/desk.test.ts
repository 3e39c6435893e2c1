import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { playedPage } from './played-page.ts'

test('docs/desk.md shows what its commands print; renew it with vitest -u', { timeout: 240_000 }, async () => {
  await expect(settled(playedPage(readFileSync('docs/desk.md', 'utf8')))).toMatchFileSnapshot('../../docs/desk.md')
})

/** Without what depends on the day on which it is played: times of what people do, how late it is, and the hash of files that were added today. */
function settled(page: string): string {
  return page
    .replaceAll(/^( +\d+ {2})\d{4}-\d\d-\d\d \d\d:\d\d( {2}ana )/gm, '$1…$2')
    .replaceAll(/\((?:in )?\d+ (?:min|h|d)(?: late)?\)/g, '(…)')
    .replaceAll(/(SHA-256 of the ZIP )[0-9a-f]{64}/g, '$1…')
}

import { expect, test } from 'vitest'
import { deadLettersPage } from './dead-letters-page.ts'

test('docs/dead-letters.md is made from the codes; renew it with vitest -u', async () => {
  await expect(deadLettersPage()).toMatchFileSnapshot('../../docs/dead-letters.md')
})

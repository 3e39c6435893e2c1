import { expect, test } from 'vitest'
import { ruleProblemsPage } from './rule-problems-page.ts'

test('docs/rule-problems.md is made from the codes and their fixtures; renew it with vitest -u', async () => {
  await expect(ruleProblemsPage()).toMatchFileSnapshot('../../docs/rule-problems.md')
})

import { describe, expect, it } from 'vitest'
import { loadPlaybooks } from '../../src/playbooks/load-playbooks.ts'
import { printProblems } from '../../src/problems/print-problems.ts'
import { loadRuleset } from '../../src/ruleset/load-ruleset.ts'
import { FIXTURES, layOut, layOutFiles, PLAYBOOK_CODES, remove, SMALL_POLICY } from '../ruleset/problem-fixtures.ts'

describe('every problem code of playbooks', () => {
  for (const code of PLAYBOOK_CODES) {
    it(`${code} prints as in ${code}.txt, and scoring goes on`, async () => {
      const dir = layOut(code)
      const { problems, sources } = await loadPlaybooks(dir)
      const { ruleset } = await loadRuleset(dir)
      remove(dir)
      expect(problems.map(problem => problem.code)).toContain(code)
      expect(ruleset).toBeDefined()
      const printed = printProblems(problems, 'human', sources).replaceAll(dir, 'rules')
      await expect(`${printed}\n`).toMatchFileSnapshot(new URL(`${code}.txt`, FIXTURES).pathname)
    })
  }
})

const WRONG = `playbook: other-name
title: Nothing arrived
why: What the carrier says wins.
covers: { viza: ["13.1"], visa: [] }
deadline: { visa: 30 days }
steps:
  - { step: sent, ask: Was it sent?, known_by: shipping_dat, yes: figth, no: refund }
  - { step: accept, ask: Sure?, yes: fight, no: fight }
evidence: { required: [payment_recrod, payment_record, payment_record] }
answers:
  fight: "Paid {payment.amuont} on {} and {payment.date"
  refund: We pay it back.
  acept: We agree.
`

it('mistakes that rules can have too are told with the same codes, all at once and in their places', async () => {
  const dir = layOutFiles({ 'policy.yaml': SMALL_POLICY, 'playbooks/not-received.yaml': WRONG })
  const { problems, playbooks } = await loadPlaybooks(dir)
  remove(dir)
  expect(playbooks).toEqual([])
  expect(problems.map(({ code, place, suggestion }) => [place?.line, code, suggestion])).toMatchInlineSnapshot(`
    [
      [
        1,
        "name-mismatch",
        "write \`playbook: not-received\`, or rename the file",
      ],
      [
        4,
        "bad-value",
        undefined,
      ],
      [
        4,
        "unknown-field",
        "did you mean \`visa\`?",
      ],
      [
        5,
        "bad-window",
        "write for example 30d",
      ],
      [
        7,
        "bad-value",
        "did you mean \`shipping_date\`?",
      ],
      [
        7,
        "unknown-name",
        undefined,
      ],
      [
        8,
        "bad-value",
        undefined,
      ],
      [
        9,
        "unknown-name",
        "did you mean \`payment_record\`?",
      ],
      [
        9,
        "bad-value",
        undefined,
      ],
      [
        11,
        "unknown-name",
        "did you mean \`payment.amount\`?",
      ],
      [
        11,
        "bad-placeholder",
        "write {name}, or {{ and }} for braces themselves",
      ],
      [
        11,
        "bad-placeholder",
        "write {name}, or {{ and }} for braces themselves",
      ],
      [
        13,
        "unknown-field",
        "did you mean \`accept\`?",
      ],
    ]
  `)
})

it('a playbook changes no hash: decisions do not depend on it', async () => {
  const hashOf = async (files: Record<string, string>) => {
    const dir = layOutFiles({ 'policy.yaml': SMALL_POLICY, ...files })
    const { ruleset } = await loadRuleset(dir)
    remove(dir)
    return ruleset!.hash
  }
  expect(await hashOf({ 'playbooks/not-received.yaml': WRONG })).toBe(await hashOf({}))
})

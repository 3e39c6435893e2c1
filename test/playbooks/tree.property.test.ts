import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { ANSWERS } from '../../src/model/evidence.ts'
import { readPlaybook } from '../../src/playbooks/read-playbook.ts'
import { walk } from '../../src/playbooks/walk.ts'
import { ProblemList } from '../../src/problems/problem-list.ts'
import { SourceText } from '../../src/problems/source-text.ts'
import { readYaml } from '../../src/yaml/read-yaml.ts'

const NAMES = ['a', 'b', 'c', 'd']
const targets = fc.constantFrom(...NAMES, ...ANSWERS, ...ANSWERS)
const trees = fc.record({
  steps: fc.uniqueArray(
    fc.record({ step: fc.constantFrom(...NAMES), ask: fc.constant('Is it?'), yes: targets, no: targets }),
    {
      selector: ({ step }) => step,
      minLength: 1,
    },
  ),
  answers: fc.subarray([...ANSWERS], { minLength: 1 }),
})
type Tree = typeof trees extends fc.Arbitrary<infer T> ? T : never

function read({ steps, answers }: Tree) {
  const problems = new ProblemList()
  const text = stringify({
    playbook: 'x',
    title: 't',
    why: 'w',
    covers: { visa: ['10.4'] },
    steps,
    evidence: { required: ['payment_record'] },
    answers: Object.fromEntries(answers.map(answer => [answer, 'text'])),
  })
  const playbook = readPlaybook(readYaml(new SourceText('playbooks/x.yaml', text), problems)!, problems)
  return { playbook, codes: new Set(problems.problems.map(({ code }) => code)) }
}

/** All ways, one by one: slow, and plainly right. */
function allWays({ steps }: Tree): { ends: Set<string>; seen: Set<string>; isLooping: boolean; isLost: boolean } {
  const found = { ends: new Set<string>(), seen: new Set<string>(), isLooping: false, isLost: false }
  const go = (name: string, path: readonly string[]): void => {
    const step = steps.find(each => each.step === name)
    if (ANSWERS.some(answer => answer === name)) found.ends.add(name)
    else if (step === undefined) found.isLost = true
    else if (path.includes(name)) found.isLooping = true
    else {
      found.seen.add(name)
      go(step.yes, [...path, name])
      go(step.no, [...path, name])
    }
  }
  go(steps[0]!.step, [])
  return found
}

/** The same tree with no way back and nothing idle. */
function tidied(tree: Tree): Tree {
  const later = (index: number, target: string): string =>
    tree.steps.slice(index + 1).some(({ step }) => step === target) || ANSWERS.some(answer => answer === target)
      ? target
      : 'accept'
  const steps = tree.steps.map((each, index) => ({ ...each, yes: later(index, each.yes), no: later(index, each.no) }))
  const { ends, seen } = allWays({ ...tree, steps })
  return {
    steps: steps.filter(({ step }) => seen.has(step)),
    answers: ANSWERS.filter(answer => ends.has(answer)),
  } as Tree
}

test('a tree is taken exactly when every way ends in an answer that is written, and nothing stands there for nothing', () => {
  let taken = 0
  fc.assert(
    fc.property(
      fc.oneof(trees, trees.map(tidied)),
      fc.array(fc.constantFrom('yes' as const, 'no' as const), { minLength: 4, maxLength: 4 }),
      (tree, given) => {
        const { playbook, codes } = read(tree)
        const { ends, seen, isLooping, isLost } = allWays(tree)
        const isUnwritten = [...ends].some(end => !tree.answers.some(answer => answer === end))
        const isIdle = seen.size < tree.steps.length || tree.answers.some(answer => !ends.has(answer))
        expect(codes.has('step-loop')).toBe(isLooping)
        expect(codes.has('unknown-name')).toBe(isLost)
        expect(codes.has('missing-answer')).toBe(isUnwritten)
        expect(codes.has('unreachable-step')).toBe(isIdle && !isLost)
        expect(playbook !== undefined).toBe(!(isLooping || isLost || isUnwritten || isIdle))
        if (playbook === undefined) return
        taken++
        const { answer, question } = walk(playbook, new Set(), given)
        expect(question).toBeUndefined()
        expect(tree.answers).toContain(answer)
      },
    ),
    { numRuns: 1500 },
  )
  expect(taken).toBeGreaterThan(20)
})

test('a template that is written out and read again is the same text, whatever braces and names it holds', () => {
  const words = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom('a', ' ', '{', '}', 'é', '1') })
  fc.assert(
    fc.property(words, value => {
      const problems = new ProblemList()
      const written = `x${value.replaceAll('{', '{{').replaceAll('}', '}}')}{payment.id}y`
      const text = stringify({
        playbook: 'x',
        title: 't',
        why: 'w',
        covers: { visa: ['10.4'] },
        steps: [{ step: 'a', ask: 'Is it?', yes: 'fight', no: 'fight' }],
        evidence: { required: ['payment_record'] },
        answers: { fight: written },
      })
      const playbook = readPlaybook(readYaml(new SourceText('playbooks/x.yaml', text), problems)!, problems)
      expect(problems.problems).toEqual([])
      expect(playbook!.answers.get('fight')).toEqual([`x${value}`, { field: 'payment.id' }, 'y'])
    }),
  )
})

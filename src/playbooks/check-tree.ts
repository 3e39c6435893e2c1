import { ANSWERS, type Answer } from '../model/evidence.ts'
import type { Place } from '../model/problem.ts'
import { didYouMean } from '../problems/did-you-mean.ts'
import type { ProblemList } from '../problems/problem-list.ts'
import type { FoundAnswer } from './read-playbook.ts'
import type { FoundStep } from './read-steps.ts'

/** That every way through the steps ends in an answer that is written, and that no step and no answer stands there for nothing. */
export function checkTree(
  steps: readonly FoundStep[],
  answers: ReadonlyMap<Answer, FoundAnswer>,
  places: { steps: Place; answers: Place },
  problems: ProblemList,
): void {
  const byName = new Map(steps.map(step => [step.name, step]))
  const names = [...byName.keys(), ...ANSWERS]
  const reached = new Set<string>()
  const finished = new Set<string>()
  let isWhole = true

  const visit = (step: FoundStep, above: readonly string[]): void => {
    reached.add(step.name)
    for (const [target, place] of [
      [step.yes, step.yesPlace],
      [step.no, step.noPlace],
    ] as const) {
      const next = byName.get(target)
      if (next === undefined && !isAnswer(target)) {
        isWhole = false
        const meant = didYouMean(target, names)
        problems.add('unknown-name', place, `no step and no answer is called \`${target}\``, {
          ...(meant === undefined ? {} : { suggestion: `did you mean \`${meant}\`?` }),
          notes: [`answers: ${ANSWERS.join(', ')}; steps: ${[...byName.keys()].join(', ')}`],
        })
      } else if (next === undefined) reached.add(target)
      else if (next === step || above.includes(target)) {
        problems.add('step-loop', place, `this leads back to \`${target}\`, so nobody ever comes to an answer`, {
          also: next.place,
        })
      } else if (!finished.has(target)) visit(next, [...above, step.name])
    }
    finished.add(step.name)
  }
  const [first] = steps
  if (first === undefined) return
  visit(first, [])

  for (const step of steps) {
    // A target that is misspelt makes others unreachable; telling both would hide the cause.
    if (reached.has(step.name) || !isWhole) continue
    problems.add('unreachable-step', step.place, `no way leads to \`${step.name}\``, {
      suggestion: 'name it under `yes` or `no` of another step, or leave it out',
    })
  }
  for (const answer of ANSWERS) {
    const written = answers.get(answer)
    if (reached.has(answer) && written === undefined) {
      problems.add(
        'missing-answer',
        places.answers,
        `the steps may end in \`${answer}\`, for which nothing is written`,
        {
          suggestion: `add \`${answer}: |\` and what to write`,
        },
      )
    }
    if (!reached.has(answer) && written !== undefined && isWhole) {
      problems.add('unreachable-step', written.keyPlace, `no way through the steps ends in \`${answer}\``, {
        suggestion: 'leave it out, or let a step lead to it',
        also: places.steps,
      })
    }
  }
}

function isAnswer(target: string): target is Answer {
  return ANSWERS.some(answer => answer === target)
}

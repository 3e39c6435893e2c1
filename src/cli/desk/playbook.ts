import { actOnCase } from '../../desk/act-on-case.ts'
import { dueOf } from '../../evidence/due-of.ts'
import { answerOf } from '../../evidence/pack.ts'
import { piecesOf } from '../../evidence/pieces.ts'
import { type Walk, walk } from '../../playbooks/walk.ts'
import { terminal } from '../check.ts'
import { type CaseAndPlaybook, caseAndPlaybook, type PlaybookPlace } from './case-and-playbook.ts'
import { withDesk } from './open-desk.ts'

const EXIT_GOOD = 0
const EXIT_PROBLEMS = 1
const EXIT_WRONG_USE = 2

export interface PlaybookOptions extends PlaybookPlace {
  answer?: string[]
  as?: string
  json?: boolean
}

/**
 * `tripline playbook CASE`: goes through the decision tree for the reason of a case, asks what is not known, and prints the letter at the
 * end. Exit 0 also while a question is open, 1 when there is no such case or playbook.
 */
export async function playbookCommand(written: string, options: PlaybookOptions): Promise<number> {
  const given = (options.answer ?? []).flatMap(each => each.split(',')).map(each => each.trim().toLowerCase())
  const wrong = given.find(each => each !== 'yes' && each !== 'no')
  if (wrong !== undefined) {
    terminal.error(`tripline: --answer is yes or no, not \`${wrong}\``)
    return EXIT_WRONG_USE
  }
  return withDesk(options, async desk => {
    const found = await caseAndPlaybook(desk, written, options)
    if (typeof found === 'string') return complain(found)
    const { gathered, playbook } = found
    const came = walk(playbook, new Set(piecesOf(gathered).keys()), given as ('yes' | 'no')[])
    if (came.used < given.length) {
      return complain(`${given.length} answers were given, and only ${came.used} questions needed one`)
    }
    const letter = came.answer && answerOf(gathered, playbook, came.answer)
    if (options.json) terminal.log(JSON.stringify(asJson(found, came, letter?.text)))
    else terminal.log(asText(found, came, letter, given))
    if (options.as === undefined || came.answer === undefined) return EXIT_GOOD
    const said = came.path.map(({ step, answer }) => `${step.name}: ${answer}`).join(', ')
    const intent = {
      action: 'note' as const,
      by: options.as,
      text: `playbook ${playbook.name}: ${came.answer} (${said})`,
    }
    const acted = await actOnCase(desk.database, desk.policy.cases, gathered.case.case_id, intent, Date.now())
    return 'problem' in acted ? complain(acted.problem.message) : EXIT_GOOD
  })
}

function asText(
  { gathered, playbook, network }: CaseAndPlaybook,
  { path, answer, question }: Walk,
  letter: { text: string; missing: string[] } | undefined,
  given: readonly string[],
): string {
  const due = dueOf(gathered, playbook, network)
  const lines = [
    `${gathered.case.case_id}: ${playbook.title} (playbook ${playbook.name})`,
    ...(due === undefined ? [] : [`answer by ${due.at.slice(0, 16).replace('T', ' ')}: ${due.why}`]),
    '',
    ...playbook.why.split('\n').map(line => `  ${line}`),
    '',
    ...path.map(
      ({ step, answer: said, knownBy }) =>
        `  ${said.padEnd(3)} ${step.ask}${knownBy === undefined ? '' : ` (${knownBy})`}`,
    ),
  ]
  if (question !== undefined) {
    const again = [...given, 'yes|no'].join(',')
    lines.push(`  ?   ${question.ask}`, '', `tripline playbook ${gathered.case.case_id} --answer '${again}'`)
  } else if (letter !== undefined) {
    const isWarning = gathered.dispute?.type === 'early_fraud_warning' && answer === 'fight'
    lines.push(
      '',
      `what to do: ${answer}${isWarning ? ', when a dispute comes of it' : ''}`,
      '',
      ...letter.text.split('\n').map(line => `  ${line}`.trimEnd()),
    )
    if (letter.missing.length > 0) lines.push('', `not known: ${letter.missing.join(', ')}`)
    if (answer === 'fight') lines.push('', `next: tripline evidence ${gathered.case.case_id}`)
  }
  return lines.join('\n')
}

function asJson({ gathered, playbook, network }: CaseAndPlaybook, came: Walk, letter: string | undefined): object {
  return {
    case: gathered.case.case_id,
    playbook: playbook.name,
    due: dueOf(gathered, playbook, network)?.at,
    path: came.path.map(({ step, answer, knownBy }) => ({ step: step.name, answer, knownBy })),
    question: came.question && { step: came.question.name, ask: came.question.ask },
    answer: came.answer,
    letter,
  }
}

function complain(text: string): number {
  terminal.error(`tripline: ${text}`)
  return EXIT_PROBLEMS
}

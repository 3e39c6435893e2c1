import type { Case } from '../../cases/case.ts'
import type { Intent } from '../../cases/intent.ts'
import { actOnCase } from '../../desk/act-on-case.ts'
import { listCases } from '../../desk/list-cases.ts'
import { wholeCase } from '../../desk/show-case.ts'
import { verifyCases } from '../../desk/verify-cases.ts'
import { terminal } from '../check.ts'
import { caseTable, caseText, eventText } from './case-text.ts'
import { type DeskPlace, theCase, withDesk } from './open-desk.ts'

const EXIT_GOOD = 0
const EXIT_PROBLEMS = 1
const EXIT_WRONG_USE = 2

export interface ListOptions extends DeskPlace {
  queue?: string
  kind?: string
  state?: string
  assignee?: string
  payment?: string
  customer?: string
  overdue?: boolean
  all?: boolean
  limit: string
  json?: boolean
}

/** `tripline case list`: what waits, most pressing first. Exit 0 also when nothing does. */
export async function caseListCommand(options: ListOptions): Promise<number> {
  const limit = Number(options.limit)
  if (!Number.isInteger(limit) || limit < 1)
    return complain(`--limit is a whole number, not \`${options.limit}\``, EXIT_WRONG_USE)
  return withDesk(options, async ({ database, policy }) => {
    const nowMs = Date.now()
    const dueBefore = options.overdue ? new Date(nowMs).toISOString() : undefined
    const { cases, total } = await listCases(database, { ...options, dueBefore, ended: options.all ?? false }, limit)
    if (options.json) for (const each of cases) terminal.log(JSON.stringify(camel(each)))
    else if (cases.length === 0) terminal.log(options.all ? 'no such case' : 'no such case is open')
    else {
      terminal.log(caseTable(cases, policy.money.base, nowMs))
      if (total > cases.length) terminal.log(`… and ${(total - cases.length).toLocaleString('en')} more (--limit)`)
    }
    return EXIT_GOOD
  })
}

/** `tripline case show CASE`: all that is known of one case. */
export async function caseShowCommand(written: string, options: DeskPlace & { json?: boolean }): Promise<number> {
  return withDesk(options, async ({ database, policy }) => {
    const found = await theCase(database, written)
    if (typeof found === 'string') return complain(found)
    const whole = await wholeCase(database, found)
    if (options.json) terminal.log(JSON.stringify({ ...whole, case: camel(found) }, null, 2))
    else terminal.log(caseText(whole, policy.money.base, Date.now()))
    return EXIT_GOOD
  })
}

export interface ActOptions extends DeskPlace {
  as: string
  seen?: string
  json?: boolean
}

/** Every command by which a person does something with a case. Exit 1 when it was refused; nothing is changed then. */
export async function caseActCommand(
  written: string,
  options: ActOptions,
  intentOf: (found: Case) => Omit<Intent, 'by' | 'version'>,
): Promise<number> {
  const version = options.seen === undefined ? undefined : Number(options.seen)
  if (version !== undefined && (!Number.isInteger(version) || version < 1)) {
    return complain(`--seen is the version that tripline case show told, not \`${options.seen}\``, EXIT_WRONG_USE)
  }
  return withDesk(options, async ({ database, policy }) => {
    const found = await theCase(database, written)
    if (typeof found === 'string') return complain(found)
    const intent = { ...intentOf(found), by: options.as, version }
    const acted = await actOnCase(database, policy.cases, found.case_id, intent, Date.now())
    if ('problem' in acted) {
      const { code, message, suggestion } = acted.problem
      terminal.error(`tripline: [${code}] ${message}`)
      for (const event of acted.since) terminal.error(`  ${eventText(event)}`)
      if (suggestion !== undefined) terminal.error(`  = ${suggestion}`)
      return EXIT_PROBLEMS
    }
    terminal.log(options.json ? JSON.stringify(camel(acted.case)) : actedText(acted.case))
    return EXIT_GOOD
  })
}

/** `tripline case verify`: exit 1 when a history is broken. */
export async function caseVerifyCommand(written: string | undefined, options: DeskPlace): Promise<number> {
  return withDesk(options, async ({ database }) => {
    const found = written === undefined ? undefined : await theCase(database, written)
    if (typeof found === 'string') return complain(found)
    const { cases, events, broken } = await verifyCases(database, found?.case_id)
    for (const { case_id, why } of broken) terminal.error(`${case_id}: ${why}`)
    const counted = `${events.toLocaleString('en')} events of ${cases.toLocaleString('en')} case${cases === 1 ? '' : 's'}`
    terminal.log(broken.length === 0 ? `${counted}: every history is whole` : `${counted}: ${broken.length} broken`)
    return broken.length === 0 ? EXIT_GOOD : EXIT_PROBLEMS
  })
}

function actedText(of: Case): string {
  const whose = of.assignee === null ? '' : `, ${of.assignee}'s`
  const proposed = of.state === 'waiting_approval' ? `: \`${of.proposed_resolution}\` needs a second person` : ''
  const resolution = of.resolution === null ? '' : `: ${of.resolution}${of.label === null ? '' : ` (${of.label})`}`
  return `${of.case_id} is ${of.state.replaceAll('_', ' ')}${proposed}${resolution}${whose}, version ${of.version}`
}

/** JSON is written as everywhere else. */
function camel(of: Case): Record<string, unknown> {
  const name = (column: string): string => column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
  return Object.fromEntries(Object.entries(of).map(([column, value]) => [name(column), value]))
}

function complain(text: string, code = EXIT_PROBLEMS): number {
  terminal.error(`tripline: ${text}`)
  return code
}

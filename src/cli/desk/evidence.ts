import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { actOnCase } from '../../desk/act-on-case.ts'
import type { Gateway } from '../../evidence/gateway-fields.ts'
import { judgeFile, judgeText, type NewItem } from '../../evidence/judge-file.ts'
import { addItems } from '../../evidence/keep-items.ts'
import { type Pack, packOf } from '../../evidence/pack.ts'
import { type WrittenPack, writePack } from '../../evidence/write-pack.ts'
import type { Problem } from '../../model/problem.ts'
import { terminal } from '../check.ts'
import { fileFault } from '../file-fault.ts'
import { caseAndPlaybook, type PlaybookPlace } from './case-and-playbook.ts'
import { evidenceText } from './evidence-text.ts'
import { type OpenDesk, theCase, withDesk } from './open-desk.ts'

const EXIT_GOOD = 0
const EXIT_PROBLEMS = 1
const EXIT_WRONG_USE = 2

export interface EvidenceOptions extends PlaybookPlace {
  /** KIND=FILE each. */
  add?: string[]
  /** KIND=TEXT each. */
  say?: string[]
  out?: string
  for?: Gateway
  as?: string
  json?: boolean
}

/**
 * `tripline evidence CASE`: says what is there and what is missing, adds files and texts, writes the pack. Exit 0 also when something is
 * missing; 1 when something was refused, and then nothing was added and nothing written; 2 on wrong use.
 */
export async function evidenceCommand(written: string, options: EvidenceOptions): Promise<number> {
  const { add = [], say = [], out, as } = options
  if (as === undefined && (add.length > 0 || say.length > 0 || out !== undefined)) {
    terminal.error('tripline: adding evidence and writing a pack are noted in the case: say who does it, --as PERSON')
    return EXIT_WRONG_USE
  }
  const items = readItems(add, say)
  if (items === undefined) return EXIT_PROBLEMS
  return withDesk(options, async desk => {
    if (as !== undefined && items.length > 0 && !(await added(desk, written, items, as))) return EXIT_PROBLEMS
    const found = await caseAndPlaybook(desk, written, options)
    if (typeof found === 'string') {
      terminal.error(`tripline: ${found}`)
      return EXIT_PROBLEMS
    }
    const pack = packOf(found.gathered, found.playbook, found.network)
    const files = out === undefined && options.for === undefined ? undefined : await writePack(pack, options.for)
    if (as !== undefined && out !== undefined && files !== undefined) {
      const problem = await handOut(desk, pack, files, out, as)
      if (problem !== undefined) return explained(problem)
    }
    if (options.json) terminal.log(JSON.stringify(asJson(pack, files)))
    else terminal.log(evidenceText(pack, files, out))
    return EXIT_GOOD
  })
}

/** Undefined when something is wrong, which has been said. */
function readItems(add: readonly string[], say: readonly string[]): NewItem[] | undefined {
  const files = add.map(each => {
    const [kind, file] = parted(each)
    try {
      return file === ''
        ? usage(`--add is KIND=FILE, not \`${each}\``)
        : judgeFile(kind, basename(file), readFileSync(file))
    } catch (error) {
      return usage(`${file} cannot be read: ${fileFault(error)}`)
    }
  })
  const texts = say.map(each => {
    const [kind, text] = parted(each)
    return text === '' ? usage(`--say is KIND=TEXT, not \`${each}\``) : judgeText(kind, text)
  })
  const judged = [...files, ...texts]
  const problems = judged.filter((each): each is Problem => 'code' in each)
  for (const problem of problems) explained(problem)
  return problems.length > 0 ? undefined : judged.filter((each): each is NewItem => !('code' in each))
}

function usage(message: string): Problem {
  return { code: 'wrong-use', message, severity: 'error' }
}

function parted(written: string): [string, string] {
  const at = written.indexOf('=')
  return at < 0 ? [written, ''] : [written.slice(0, at).trim(), written.slice(at + 1)]
}

async function added({ database, policy }: OpenDesk, written: string, items: NewItem[], by: string): Promise<boolean> {
  const of = await theCase(database, written)
  if (typeof of === 'string') {
    terminal.error(`tripline: ${of}`)
    return false
  }
  const acted = await addItems(database, policy.cases, { caseId: of.case_id, by, atMs: Date.now() }, items)
  if ('problem' in acted) explained(acted.problem)
  return !('problem' in acted)
}

/** Notes the pack in the case, then writes it, so that no pack is in the world that the history knows nothing of. */
async function handOut(
  { database, policy }: OpenDesk,
  pack: Pack,
  { pdf, zip, zipHash, submission }: WrittenPack,
  dir: string,
  by: string,
): Promise<Problem | undefined> {
  try {
    mkdirSync(dir, { recursive: true })
  } catch (error) {
    return usage(`${dir} is no folder that can be written into: ${fileFault(error)}`)
  }
  const missing = pack.completeness.filter(({ need, isThere }) => need === 'required' && !isThere)
  const whole = missing.length === 0 ? 'complete' : `without ${missing.map(({ kind }) => kind).join(', ')}`
  const text = `evidence pack${submission === undefined ? '' : ` for ${submission.gateway}`}: ${whole}, SHA-256 of the ZIP ${zipHash}`
  const acted = await actOnCase(database, policy.cases, pack.caseId, { action: 'note', by, text }, Date.now())
  if ('problem' in acted) return acted.problem
  try {
    writeFileSync(join(dir, `${pack.caseId}-evidence.pdf`), pdf)
    writeFileSync(join(dir, `${pack.caseId}-evidence.zip`), zip)
    return undefined
  } catch (error) {
    return usage(`the pack cannot be written into ${dir}: ${fileFault(error)}`)
  }
}

function asJson(pack: Pack, files: WrittenPack | undefined): object {
  const { caseId, playbook, completeness, due, leftOut, statement } = pack
  return {
    case: caseId,
    playbook: playbook.name,
    due: due?.at,
    completeness,
    notKnown: statement.missing,
    leftOut: leftOut.map(({ kind, name }) => ({ kind, name })),
    zipSha256: files?.zipHash,
    submission: files?.submission,
  }
}

function explained({ code, message, suggestion }: Problem): number {
  terminal.error(`tripline: [${code}] ${message}`)
  if (suggestion !== undefined) terminal.error(`  = ${suggestion}`)
  return EXIT_PROBLEMS
}

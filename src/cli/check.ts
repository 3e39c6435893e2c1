import { Console } from 'node:console'
import colors from 'picocolors'
import type { Problem } from '../model/problem.ts'
import { loadPlaybooks } from '../playbooks/load-playbooks.ts'
import { type ProblemFormat, printProblems } from '../problems/print-problems.ts'
import { ProblemList } from '../problems/problem-list.ts'
import type { CompiledRuleset } from '../ruleset/compile-ruleset.ts'
import { type LoadOptions, loadRuleset } from '../ruleset/load-ruleset.ts'
import { coldNote } from './cold-velocities.ts'
import { metadataOf, settingsOrExplain } from './settings-or-explain.ts'

export interface CheckOptions {
  format: ProblemFormat
  /** Warnings count as errors do. */
  strict?: boolean
}

const EXIT_GOOD = 0
const EXIT_PROBLEMS = 1
const EXIT_WRONG_USE = 2

/** `tripline check [DIR]`: every mistake in every rule file. Exit 0: no errors (warnings count only when strict), 1: some, 2: no such folder. */
export async function checkCommand(dir: string, { format, strict = false }: CheckOptions): Promise<number> {
  const settings = settingsOrExplain()
  if (settings === undefined) return EXIT_WRONG_USE
  const loaded = await loadOrExplain(dir, { metadata: metadataOf(settings), nowMs: Date.now() })
  if (loaded === undefined) return EXIT_WRONG_USE
  const { ruleset } = loaded
  const books = await loadPlaybooks(dir)
  const all = new ProblemList()
  all.problems.push(...loaded.problems, ...books.problems)
  const problems = all.sorted()
  const printed = printProblems(problems, format, new Map([...loaded.sources, ...books.sources]), colors)
  if (printed !== '') terminal.log(printed)
  if (format === 'human')
    terminal.log(`${problems.length === 0 ? '' : '\n'}${summary(loaded, problems, books.playbooks.length)}`)
  const note = ruleset === undefined ? undefined : coldNote(ruleset)
  if (format === 'human' && note !== undefined) terminal.log(note)
  return all.errorCount > 0 || (strict && problems.length > 0) ? EXIT_PROBLEMS : EXIT_GOOD
}

/** Says on standard error why a folder cannot be read. With `nowMs`, warns of what has ended by then. */
export async function loadOrExplain(dir: string, options: LoadOptions): Promise<CompiledRuleset | undefined> {
  try {
    return await loadRuleset(dir, options)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')))
      throw error
    terminal.error(`tripline: ${dir} is no folder of rule files`)
    return undefined
  }
}

/** Standard output is asked for at each write, so that tests can catch it. */
export const terminal = new Console(process.stdout, process.stderr)

function summary({ modes, ruleset, tests }: CompiledRuleset, problems: readonly Problem[], playbooks: number): string {
  const errors = problems.filter(problem => problem.severity === 'error').length
  const found = [counted(errors, 'error'), counted(problems.length - errors, 'warning')]
  const rules = `${modes.live} live, ${modes.shadow} shadow and ${modes.off} off rules, ${counted(tests.length, 'test')}${playbooks === 0 ? '' : `, ${counted(playbooks, 'playbook')}`}`
  return ruleset === undefined ? found.join(', ') : `${rules}, ${found.join(', ')}; ruleset ${ruleset.hash}`
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

import colors from 'picocolors'
import { type LoadedPlaybooks, loadPlaybooks } from '../../playbooks/load-playbooks.ts'
import { printProblems } from '../../problems/print-problems.ts'
import { terminal } from '../check.ts'

/** The playbooks of a rules folder; says on standard error what is wrong with them, if anything is. */
export async function playbooksOrExplain(dir: string): Promise<LoadedPlaybooks['playbooks'] | undefined> {
  const { playbooks, problems, sources } = await loadPlaybooks(dir)
  if (!problems.some(({ severity }) => severity === 'error')) return playbooks
  terminal.error(printProblems(problems, 'human', sources, colors))
  return undefined
}

import type { Problem } from '../model/problem.ts'
import { ProblemList } from '../problems/problem-list.ts'
import { SourceText } from '../problems/source-text.ts'
import { findSecrets } from '../ruleset/find-secrets.ts'
import { readRulesetFiles } from '../ruleset/read-ruleset-files.ts'
import { readYaml } from '../yaml/read-yaml.ts'
import { reasonKey } from './find-playbook.ts'
import type { CoveredReason, Playbook } from './playbook.ts'
import { readPlaybook } from './read-playbook.ts'

export interface LoadedPlaybooks {
  /** Those without an error. */
  playbooks: Playbook[]
  problems: Problem[]
  /** By file as shown, for drawing problems. */
  sources: ReadonlyMap<string, SourceText>
}

/**
 * Reads and checks `playbooks/*.yaml` of a rules folder. They are no part of the ruleset: a mistake in a letter must not keep payments
 * from being scored. Throws the file system's error when the folder itself cannot be read.
 */
export async function loadPlaybooks(dir: string): Promise<LoadedPlaybooks> {
  const problems = new ProblemList()
  // What cannot be read at all is told by whoever reads the rules.
  const files = await readRulesetFiles(dir, new ProblemList())
  const sources = new Map<string, SourceText>()
  const playbooks: Playbook[] = []
  for (const file of files.filter(({ kind }) => kind === 'playbook')) {
    const source = new SourceText(file.shown, file.text)
    sources.set(file.shown, source)
    findSecrets(source, problems)
    const root = readYaml(source, problems)
    const playbook = root && readPlaybook(root, problems)
    if (playbook !== undefined) playbooks.push(playbook)
  }
  reportTwice(playbooks, problems)
  return { playbooks, problems: problems.sorted(), sources }
}

/** Of two playbooks for one reason nobody could say which counts. */
function reportTwice(playbooks: readonly Playbook[], problems: ProblemList): void {
  const first = new Map<string, { covered: CoveredReason; by: string }>()
  for (const { name, covers } of playbooks) {
    for (const covered of covers) {
      const key = `${covered.network} ${reasonKey(covered.reason)}`
      const other = first.get(key)
      if (other === undefined) first.set(key, { covered, by: name })
      else {
        const message = `\`${covered.reason}\` of ${covered.network} is covered by \`${other.by}\` already`
        problems.add('reason-twice', covered.place, message, { also: other.covered.place })
      }
    }
  }
}

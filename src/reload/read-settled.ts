import { createHash } from 'node:crypto'
import type { Place } from '../model/problem.ts'
import { ProblemList } from '../problems/problem-list.ts'
import { readRulesetFiles } from '../ruleset/read-ruleset-files.ts'
import type { RulesetFile } from '../ruleset/ruleset-file.ts'

/** The contents of a rules folder at one moment. */
export interface FolderReading {
  /** Undefined when the folder itself cannot be read; `problems` says why. */
  files: readonly RulesetFile[] | undefined
  problems: ProblemList
  /** Equal for readings that hold the same. */
  digest: string
}

/**
 * Reads the folder again and again until two readings in a row hold the same, so that a file which is being written, or
 * one file of several that are being copied, is not taken for a change of its own.
 */
export async function readSettled(dir: string, pause: () => Promise<void>): Promise<FolderReading> {
  let before = await readOnce(dir)
  for (;;) {
    await pause()
    const now = await readOnce(dir)
    if (now.digest === before.digest) return now
    before = now
  }
}

async function readOnce(dir: string): Promise<FolderReading> {
  const problems = new ProblemList()
  const files = await readRulesetFiles(dir, problems).catch(error => {
    if (!(error instanceof Error && 'code' in error)) throw error
    problems.add('unreadable-file', startOf(dir), `this folder cannot be read: ${String(error.code)}`)
    return undefined
  })
  const hash = createHash('sha256').update(JSON.stringify(problems.problems))
  for (const { path, text } of files ?? []) hash.update(`\0${path}\0${text.length}\0`).update(text)
  return { files, problems, digest: hash.digest('hex') }
}

function startOf(file: string): Place {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 2 }
}

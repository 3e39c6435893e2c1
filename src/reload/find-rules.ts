import type { MetadataTypes } from '../enrich/catalogue.ts'
import type { Problem } from '../model/problem.ts'
import type { Drafts } from '../ruleset/build-ruleset.ts'
import { running } from '../ruleset/compile-ruleset.ts'
import { checkFiles } from '../ruleset/load-ruleset.ts'
import type { RuleMemory } from '../ruleset/rule-memory.ts'
import { readSettled } from './read-settled.ts'

/** Plain data, so that a thread can be asked. */
export interface FindOrder {
  dir: string
  metadata: MetadataTypes | undefined
  /** Of the contents that were judged last. */
  digest: string | undefined
  /** They are judged again although they are the same. */
  isAsked: boolean
  /** Of the ruleset that decides. */
  hash: string
}

/** What stands in a folder: what was judged before, mistakes, the ruleset that decides already, or another good one. */
export type Finding =
  | { result: 'as-before' }
  | { result: 'bad'; digest: string; problems: readonly Problem[] }
  | { result: 'same'; digest: string }
  | { result: 'good'; digest: string; problems: readonly Problem[]; drafts: Drafts }

/** Reads the folder until it holds still, and checks it as `tripline check` does; building the ruleset is left to the caller. */
export async function findRules(
  { dir, metadata, digest: before, isAsked, hash }: FindOrder,
  memory: RuleMemory,
  pause: () => Promise<void>,
): Promise<Finding> {
  const { files, problems, digest } = await readSettled(dir, pause)
  if (!isAsked && digest === before) return { result: 'as-before' }
  if (files === undefined) return { result: 'bad', digest, problems: problems.problems }
  const checked = await checkFiles(dir, files, problems, { metadata, memory }).catch(error => {
    // Not thrown: the same files would meet the same bug at every look, here and in any thread.
    return { drafts: undefined, problems: [faultOf(error)] }
  })
  if (checked.drafts === undefined) return { result: 'bad', digest, problems: checked.problems }
  if (checked.drafts.hash === hash) return { result: 'same', digest }
  return { result: 'good', digest, problems: checked.problems, drafts: running(checked.drafts) }
}

/** A bug or a fault of the machine, told among the mistakes because the process goes on. */
export function faultOf(error: unknown): Problem {
  const message = `reading the rules failed: ${error instanceof Error ? error.message : String(error)}`
  return { code: 'fault', severity: 'error', message }
}

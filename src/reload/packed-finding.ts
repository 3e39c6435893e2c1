import type { Problem } from '../model/problem.ts'
import type { Pausable } from '../ruleset/in-slices.ts'
import { type PackedDrafts, packDrafts, transfersOf } from '../ruleset/packed/pack-drafts.ts'
import { type PackedTexts, packTexts, unpackTexts } from '../ruleset/packed/packed-texts.ts'
import type { Finding } from './find-rules.ts'

/** A finding as a thread sends it. */
export type PackedFinding =
  | Exclude<Finding, { problems: unknown }>
  | { result: 'bad'; digest: string; problems: PackedTexts }
  | { result: 'good'; digest: string; problems: PackedTexts; drafts: PackedDrafts }

/** Gives away the lists of the drafts. */
export function packFinding(finding: Finding): PackedFinding {
  if (finding.result === 'as-before' || finding.result === 'same') return finding
  const problems = packTexts(finding.problems.map(each => JSON.stringify(each)))
  return finding.result === 'bad'
    ? { ...finding, problems }
    : { ...finding, problems, drafts: packDrafts(finding.drafts) }
}

/** What of it is handed over instead of being copied. */
export function handedOver(packed: PackedFinding): ArrayBuffer[] {
  const texts = 'problems' in packed ? [packed.problems.bytes.buffer] : []
  return packed.result === 'good' ? [...texts, ...transfersOf(packed.drafts)] : texts
}

export function* unpackingProblems(packed: PackedTexts): Pausable<Problem[]> {
  const problems: Problem[] = []
  for (const text of unpackTexts(packed)) {
    problems.push(JSON.parse(text) as Problem)
    yield
  }
  return problems
}

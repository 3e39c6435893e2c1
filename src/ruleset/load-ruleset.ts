import { CATALOGUE, factName, type MetadataTypes } from '../enrich/catalogue.ts'
import { ProblemList } from '../problems/problem-list.ts'
import { planVelocities } from '../velocity/plan-velocities.ts'
import { buildingRuleset, type Drafts } from './build-ruleset.ts'
import type { Catalogue } from './cel/scope.ts'
import { type CheckedRuleset, checkingRuleset } from './check-ruleset.ts'
import { type CompiledRuleset, compilingRuleset } from './compile-ruleset.ts'
import { inSlices } from './in-slices.ts'
import type { PackedDrafts } from './packed/pack-drafts.ts'
import { type KnownDrafts, unpackingDrafts } from './packed/unpacking-drafts.ts'
import { readRulesetFiles } from './read-ruleset-files.ts'
import type { RuleMemory } from './rule-memory.ts'
import type { Ruleset } from './ruleset.ts'
import type { RulesetFile } from './ruleset-file.ts'

export interface LoadOptions {
  /** The fields under `metadata` that the settings declare; rules may name no others. */
  metadata?: MetadataTypes | undefined
  /** Given by those who read the same folder again and again, always with the same metadata. */
  memory?: RuleMemory | undefined
  /** Today, for warnings about what has ended. Milliseconds since 1970. */
  nowMs?: number | undefined
}

/**
 * Reads and checks a folder of rule files. Every mistake in every file is in `problems`; `ruleset` is there when none of
 * them is an error. Throws the file system's error when the folder itself cannot be read.
 */
export async function loadRuleset(dir: string, options: LoadOptions = {}): Promise<CompiledRuleset> {
  const problems = new ProblemList()
  const files = await readRulesetFiles(dir, problems)
  return loadFiles(dir, files, problems, options)
}

/** The same for files that were read already, with what was wrong with them then. Lets the event loop turn meanwhile. */
export function loadFiles(
  dir: string,
  files: readonly RulesetFile[],
  problems: ProblemList,
  { metadata, memory, nowMs }: LoadOptions = {},
): Promise<CompiledRuleset> {
  const surroundings = { catalogue: catalogueWith(metadata), planVelocities, memory, nowMs }
  return inSlices(compilingRuleset(files, surroundings, problems, dir))
}

/** The first half of it: finds every mistake and builds nothing. */
export function checkFiles(
  dir: string,
  files: readonly RulesetFile[],
  problems: ProblemList,
  { metadata, memory, nowMs }: LoadOptions = {},
): Promise<CheckedRuleset> {
  return inSlices(checkingRuleset(files, { catalogue: catalogueWith(metadata), memory, nowMs }, problems, dir))
}

/** The second half, for drafts of rules that run. */
export function buildDrafts(drafts: Drafts): Promise<Ruleset> {
  return inSlices(buildingRuleset(drafts, planVelocities, { together: true }))
}

/** Drafts that were checked in another thread under the same metadata, ready to be built. `known` are those of the last time. */
export function unpackDrafts(
  packed: PackedDrafts,
  known: KnownDrafts,
  metadata: MetadataTypes | undefined,
): Promise<{ drafts: Drafts; known: KnownDrafts }> {
  return inSlices(unpackingDrafts(packed, catalogueWith(metadata), known))
}

function catalogueWith(metadata: MetadataTypes | undefined): Catalogue {
  if (metadata === undefined || metadata.size === 0) return CATALOGUE
  const declared = [...metadata.keys()].map(field => factName(`metadata.${field}`, metadata)!)
  return new Map([...CATALOGUE, ...declared.map(fact => [fact.name, fact] as const)])
}

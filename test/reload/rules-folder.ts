import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Reload, type RulesetWatch, type WatchOptions, watchRuleset } from '../../src/reload/watch-ruleset.ts'
import { loadRuleset } from '../../src/ruleset/load-ruleset.ts'
import { layOutFiles, SMALL_POLICY } from '../ruleset/problem-fixtures.ts'
import { waitUntil } from '../services/wait-until.ts'

/** Threads start from what `npm run build` has built. */
export const FINDING_SCRIPT = new URL('../../dist/reload/finding-worker.js', import.meta.url)

/** The files of a small ruleset with one rule of this score. */
export function rulesOf(score: number): Record<string, string> {
  return { 'policy.yaml': SMALL_POLICY, 'large.yaml': ruleOf(score) }
}

export function ruleOf(score: number | string, name = 'large'): string {
  return [
    `rule: ${name}`,
    'title: A large payment',
    'mode: live',
    'when: [amount > 50]',
    `score: ${score}`,
    'reason: large',
    'tests:',
    '  - { name: large, payment: { amount: "60.00" }, expect: hit }',
    '  - { name: small, payment: { amount: "40.00" }, expect: no-hit }',
    '',
  ].join('\n')
}

export const opened: { close(): Promise<void> }[] = []
const folders: string[] = []

/** A folder above the rules folder, so that tests can rename and link the latter. */
export function newParent(): string {
  const parent = mkdtempSync(join(tmpdir(), 'tripline-reload-'))
  folders.push(parent)
  return parent
}

export function newRules(files: Record<string, string> = rulesOf(10)): string {
  const dir = layOutFiles(files)
  folders.push(dir)
  return dir
}

export async function closeAll(): Promise<void> {
  for (const each of opened.splice(0)) await each.close()
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true })
}

export interface Watched {
  live: RulesetWatch
  reloads: Reload[]
  /** Scores of the rules that decide. */
  scores(): number[]
  until(what: string, ask: () => boolean): Promise<void>
  write(path: string, text: string): void
}

/** A watch on real files, in a hurry. */
export async function watching(dir: string, options: Partial<WatchOptions> = {}): Promise<Watched> {
  const { ruleset, problems } = await loadRuleset(dir)
  if (ruleset === undefined) throw new Error(JSON.stringify(problems))
  const reloads: Reload[] = []
  const onReload = (reload: Reload) => void reloads.push(reload)
  const live = watchRuleset({ dir, ruleset, onReload, lookEveryMs: 40, settleMs: 10, ...options })
  opened.push(live)
  return {
    live,
    reloads,
    scores: () => live.current().rules.map(rule => rule.score),
    until: async (what, ask) => {
      await waitUntil(what, 60_000, ask)
    },
    write: (path, text) => writeFileSync(join(dir, path), text),
  }
}

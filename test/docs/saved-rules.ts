import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SavedRules {
  /** The starter rules with those of the pages among them, and the lists that these ask for. */
  folder: string
  /** Names of the rules that the pages show. */
  names: string[]
}

/** Does what a reader of pages of rules does: saves each rule under its name, and each list under its path. */
export function saveRulesOf(pages: readonly string[]): SavedRules {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-pages-'))
  cpSync('rules', join(folder, 'rules'), { recursive: true })
  mkdirSync(join(folder, 'rules/of-pages'))
  const names: string[] = []
  for (const page of pages) {
    for (const [, path, body] of readFileSync(page, 'utf8').matchAll(/^```\w+(?: (\S+))?\n([\s\S]*?)^```$/gm)) {
      const name = /^rule: (\S+)/.exec(body!)?.[1]
      if (name !== undefined) names.push(name)
      writeFileSync(join(folder, path ?? `rules/of-pages/${name}.yaml`), body!)
    }
  }
  return { folder: join(folder, 'rules'), names }
}

import { basename } from 'node:path'
import type { Mode } from '../model/decision.ts'
import { didYouMean } from '../problems/did-you-mean.ts'
import { editMode } from '../ruleset/edit-mode.ts'
import { terminal } from './check.ts'
import { editRules } from './edit-rules.ts'
import { rulesToEdit } from './rules-to-edit.ts'

export interface PromoteOptions {
  rules: string
  to: Mode
}

const EXIT_WRONG_USE = 2

/**
 * `tripline promote RULE [--to live|shadow|off]`: writes another `mode` into the rule's file and touches nothing else. Exit 0:
 * the rule has that mode, 1: refused, because the folder would then have an error, 2: no such folder or rule.
 */
export async function promoteCommand(rule: string, { rules: dir, to }: PromoteOptions): Promise<number> {
  const rules = await rulesToEdit(dir)
  if (rules === undefined) return EXIT_WRONG_USE
  const files = rules.files.filter(file => file.kind === 'rule')
  const named = files.filter(file => basename(file.path, '.yaml') === rule)
  if (named.length !== 1) {
    const meant = didYouMean(
      rule,
      files.map(file => basename(file.path, '.yaml')),
    )
    const hint = meant === undefined ? '' : `; did you mean ${meant}?`
    terminal.error(`tripline: ${named.length === 0 ? 'no rule is' : `${named.length} rules are`} called ${rule}${hint}`)
    return EXIT_WRONG_USE
  }
  const { path, shown } = named[0]!
  return editRules({
    dir,
    path,
    metadata: rules.metadata,
    edit(text) {
      const edited = editMode(text, to)
      if (edited === undefined) return { refused: `${shown} has no \`mode\` that can be replaced` }
      const said = edited === text ? `${rule} is ${to} already` : `${rule} is ${to} now`
      return { text: edited, said }
    },
  })
}

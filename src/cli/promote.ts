import { basename } from 'node:path'
import type { Mode } from '../model/decision.ts'
import { didYouMean } from '../problems/did-you-mean.ts'
import { editMode } from '../ruleset/edit-mode.ts'
import { terminal } from './check.ts'
import { editRules } from './edit-rules.ts'
import { type LookOptions, lately } from './promote/lately.ts'
import { rulesToEdit } from './rules-to-edit.ts'

export interface PromoteOptions extends LookOptions {
  rules: string
  to: Mode
}

const EXIT_PROBLEMS = 1
const EXIT_WRONG_USE = 2

/**
 * `tripline promote RULE [--to live|shadow|off]`: says what the rule did lately, then writes another `mode` into its file and
 * touches nothing else. Exit 0: the rule has that mode, 1: refused, because the folder would then have an error or what was
 * to be looked at cannot be read, 2: no such folder or rule.
 */
export async function promoteCommand(rule: string, options: PromoteOptions): Promise<number> {
  const { rules: dir, to } = options
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
  const alone = rules.loaded.part?.(new Set([rule]))
  // A rule that is taken back is taken back at once; one that goes live is looked at first.
  if (alone !== undefined && (to === 'live' || options.in !== undefined)) {
    const found = await lately(rule, alone, options, rules.settings)
    if ('refused' in found) {
      terminal.error(`tripline: ${found.refused}`)
      return EXIT_PROBLEMS
    }
    terminal.log(`${found.text}\n`)
  }
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

import { addSnooze, removeSnooze } from '../ruleset/edit-snoozes.ts'
import { dayEnd, lastDay } from '../ruleset/lists/list-day.ts'
import { listValue } from '../ruleset/lists/list-form.ts'
import { terminal } from './check.ts'
import { editRules } from './edit-rules.ts'
import { type RulesToEdit, rulesToEdit } from './rules-to-edit.ts'

export interface SnoozeOptions {
  rules: string
  until?: string
  by?: string
  why?: string
  list?: boolean
  end?: boolean
}

const EXIT_GOOD = 0
const EXIT_WRONG_USE = 2
const PATH = 'snoozes.csv'

/**
 * `tripline snooze RULE KEY=VALUE --until DAY --by WHO --why TEXT`: the rule's hits count for nothing while KEY has that value.
 * `--end` ends one now, `--list` shows them. Exit 0: done, 1: refused, 2: wrong use.
 */
export async function snoozeCommand(
  rule: string | undefined,
  pair: string | undefined,
  options: SnoozeOptions,
): Promise<number> {
  const rules = await rulesToEdit(options.rules)
  if (rules === undefined) return EXIT_WRONG_USE
  if (options.list) return showSnoozes(rules, rule)
  const equals = pair?.indexOf('=') ?? -1
  if (rule === undefined || pair === undefined || equals < 1 || equals === pair.length - 1) {
    return wrongUse('say which rule and for whom: tripline snooze many-cards-one-ip ip=203.0.113.9 --until …')
  }
  const value = listValue(pair.slice(equals + 1).trim(), false).form
  const named = { rule, key: pair.slice(0, equals).trim(), value }
  return options.end ? endSnooze(rules, named) : beginSnooze(rules, named, options)
}

interface Named {
  rule: string
  key: string
  value: string
}

function beginSnooze(
  { dir, metadata }: RulesToEdit,
  named: Named,
  { until, by, why }: SnoozeOptions,
): Promise<number> | number {
  if (until === undefined || by === undefined || why === undefined) {
    return wrongUse('a snooze needs --until DAY, --by WHO and --why TEXT')
  }
  const end = dayEnd(until)
  if (end === undefined) return wrongUse(`\`${until}\` is no day; write for example 2026-12-31`)
  if (end <= Date.now()) return wrongUse(`${until} is over, so it would silence nothing`)
  if ([named.value, by, why].some(each => /[\u0000-\u001f\u007f]/.test(each)))
    return wrongUse('a snooze stands on one line')
  return editRules({
    dir,
    path: PATH,
    metadata,
    edit(text) {
      const { text: without, removed } = removeSnooze(text, named)
      const again = removed === 0 ? '' : ', in place of the snooze that was there'
      return {
        text: addSnooze(without, { ...named, until, by: by.trim(), why: why.trim() }),
        said: `${named.rule} is silent for ${named.key} \`${named.value}\` until ${until}${again}`,
      }
    },
  })
}

function endSnooze({ dir, metadata }: RulesToEdit, named: Named): Promise<number> {
  return editRules({
    dir,
    path: PATH,
    metadata,
    edit(text) {
      const { text: left, removed } = removeSnooze(text, named)
      if (removed === 0) return { refused: `${named.rule} is not snoozed for ${named.key} \`${named.value}\`` }
      return { text: left, said: `${named.rule} is heard again for ${named.key} \`${named.value}\`` }
    },
  })
}

function showSnoozes({ loaded }: RulesToEdit, only: string | undefined): number {
  const nowMs = Date.now()
  let shown = 0
  for (const [rule, snoozes] of loaded.snoozes) {
    if (only !== undefined && rule !== only) continue
    for (const { key, values } of snoozes) {
      for (const { value, expiresMs = 0, owner, reason } of values.entries()) {
        const ends = expiresMs <= nowMs ? 'ended with' : 'until'
        terminal.log(`${rule}  ${key.name}=${value} · ${ends} ${lastDay(expiresMs)} · by ${owner} · ${reason}`)
        shown++
      }
    }
  }
  if (shown === 0) terminal.log(only === undefined ? 'no rule is snoozed' : `${only} is not snoozed`)
  return EXIT_GOOD
}

function wrongUse(why: string): number {
  terminal.error(`tripline: ${why}`)
  return EXIT_WRONG_USE
}

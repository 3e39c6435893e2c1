import { didYouMean } from '../problems/did-you-mean.ts'
import { addToList, type ListForm, removeFromList, type WrittenEntry } from '../ruleset/lists/edit-list.ts'
import { dayEnd, lastDay } from '../ruleset/lists/list-day.ts'
import { listValue } from '../ruleset/lists/list-form.ts'
import type { ListUse } from '../ruleset/lists/list-use.ts'
import type { ListEntry, ValueList } from '../ruleset/lists/value-list.ts'
import type { RulesetFile } from '../ruleset/ruleset-file.ts'
import { listName } from '../ruleset/ruleset-reading.ts'
import { terminal } from './check.ts'
import { editRules } from './edit-rules.ts'
import { type RulesToEdit, rulesToEdit } from './rules-to-edit.ts'

export interface ListOptions {
  rules: string
}

export type AddOptions = ListOptions & Omit<WrittenEntry, 'value'>

const EXIT_GOOD = 0
const EXIT_PROBLEMS = 1
const EXIT_WRONG_USE = 2
const SHOWN_MAX = 200

/** `tripline list add NAME VALUE`: exit 0 when it is written, 1 when it was refused, 2 for no such folder or list. */
export async function listAddCommand(name: string, typed: string, options: AddOptions): Promise<number> {
  const { rules: dir, expires, owner, reason } = options
  const found = await findList(dir, name)
  if (found === undefined) return EXIT_WRONG_USE
  const { file, form, values, metadata } = found
  const value = listValue(typed.trim(), form.ignoreCase).form
  const refused = cannotAdd(value, options)
  if (refused !== undefined) return refuse(refused)
  const nowMs = Date.now()
  const known = values.matches(value).find(each => each.value === value)
  if (known !== undefined && !hasEnded(known, nowMs)) {
    return refuse(`\`${value}\` is in ${name} already: ${entryText(known, nowMs)}`)
  }
  const given = Object.entries({ expires, owner, reason }).flatMap(([key, each]) =>
    each === undefined ? [] : [[key, each.trim()]],
  )
  const entry: WrittenEntry = { value, ...Object.fromEntries(given) }
  return editRules({
    dir,
    path: file.path,
    metadata,
    edit(text) {
      const { text: without, removed } = removeFromList(text, value, form)
      const added = addToList(without, entry, form)
      if ('refused' in added) return added
      return { text: added.text, said: `\`${value}\` is in ${name} ${removed === 0 ? 'now' : 'again'}` }
    },
  })
}

/** `tripline list remove NAME VALUE`: takes out every line that holds the value, however it is spelled. */
export async function listRemoveCommand(name: string, typed: string, { rules: dir }: ListOptions): Promise<number> {
  const found = await findList(dir, name)
  if (found === undefined) return EXIT_WRONG_USE
  const { file, form, values, metadata } = found
  const value = listValue(typed.trim(), form.ignoreCase).form
  return editRules({
    dir,
    path: file.path,
    metadata,
    edit(text) {
      const { text: left, removed } = removeFromList(text, value, form)
      if (removed > 0) return { text: left, said: `\`${value}\` is out of ${name}` }
      const wider = values.matches(value)[0]
      const hint = wider === undefined ? '' : `; \`${wider.value}\` holds it`
      return { refused: `\`${value}\` is not in ${name}${hint}` }
    },
  })
}

/** `tripline list show [NAME] [VALUE]`: all lists, one list, or what it holds of a value (exit 1: nothing that counts today). */
export async function listShowCommand(
  name: string | undefined,
  typed: string | undefined,
  { rules: dir }: ListOptions,
): Promise<number> {
  const nowMs = Date.now()
  if (name === undefined) return showLists(dir)
  const found = await findList(dir, name)
  if (found === undefined) return EXIT_WRONG_USE
  const { values, use } = found
  if (typed !== undefined) {
    const matches = values.matches(typed.trim())
    if (matches.length === 0)
      terminal.log(`\`${listValue(typed.trim(), found.form.ignoreCase).form}\` is not in ${name}`)
    for (const entry of matches) terminal.log(entryText(entry, nowMs))
    return matches.some(entry => !hasEnded(entry, nowMs)) ? EXIT_GOOD : EXIT_PROBLEMS
  }
  terminal.log(listText(name, use, values))
  let shown = 0
  for (const entry of values.entries()) {
    if (shown++ === SHOWN_MAX) {
      terminal.log(`… and ${(values.size - SHOWN_MAX).toLocaleString('en')} more, in ${found.file.shown}`)
      break
    }
    terminal.log(`  ${entryText(entry, nowMs)}`)
  }
  return EXIT_GOOD
}

async function showLists(dir: string): Promise<number> {
  const rules = await rulesToEdit(dir)
  if (rules === undefined) return EXIT_WRONG_USE
  const { lists, listUses } = rules.loaded
  for (const [name, values] of lists) terminal.log(listText(name, listUses.get(name), values))
  if (lists.size === 0) terminal.log(`${dir}/lists holds no list`)
  return EXIT_GOOD
}

interface FoundList {
  file: RulesetFile
  form: ListForm
  values: ValueList
  use: ListUse | undefined
  metadata: RulesToEdit['metadata']
}

async function findList(dir: string, name: string): Promise<FoundList | undefined> {
  const rules = await rulesToEdit(dir)
  if (rules === undefined) return undefined
  const { files, loaded, metadata } = rules
  const file = files.find(each => each.kind === 'list' && listName(each) === name)
  const values = loaded.lists.get(name)
  if (file === undefined || values === undefined) {
    const meant = didYouMean(name, [...loaded.lists.keys()])
    const hint =
      meant === undefined ? `begin ${dir}/lists/${name}.csv with value,reason,owner,expires` : `did you mean ${meant}?`
    terminal.error(`tripline: no list is called ${name}; ${hint}`)
    return undefined
  }
  const use = loaded.listUses.get(name)
  const form = { isCsv: file.path.endsWith('.csv'), ignoreCase: use?.ignoreCase ?? false }
  return { file, form, values, use, metadata }
}

/** What would be lost or taken for something else once it is written; the rest is for the checker to refuse. */
function cannotAdd(value: string, { expires, owner, reason }: AddOptions): string | undefined {
  if ([value, owner, reason].some(each => /[\u0000-\u001f\u007f]/.test(each ?? '')))
    return 'an entry stands on one line'
  if (value.startsWith('#')) return 'a value cannot begin with `#`, which begins a comment'
  const end = expires === undefined ? undefined : dayEnd(expires)
  if (expires !== undefined && end === undefined) return `\`${expires}\` is no day; write for example 2026-12-31`
  if (end !== undefined && end <= Date.now()) return `${expires} is over, so the entry would never count`
  return undefined
}

function listText(name: string, use: ListUse | undefined, { size }: ValueList): string {
  const on = use === undefined || use.on.length === 0 ? '' : ` on ${use.on.map(fact => fact.name).join(', ')}`
  return `${name}: ${use?.kind ?? 'plain'}${on}, ${size.toLocaleString('en')} ${size === 1 ? 'entry' : 'entries'}`
}

function entryText(entry: ListEntry, nowMs: number): string {
  const { value, expiresMs, owner, reason } = entry
  const ends = expiresMs === undefined ? '' : `${hasEnded(entry, nowMs) ? 'ended with' : 'until'} ${lastDay(expiresMs)}`
  const details = [ends, owner === undefined ? '' : `owner ${owner}`, reason ?? ''].filter(Boolean)
  return [value, ...details].join(' · ')
}

function hasEnded({ expiresMs }: ListEntry, nowMs: number): boolean {
  return expiresMs !== undefined && expiresMs <= nowMs
}

function refuse(why: string): number {
  terminal.error(`tripline: ${why}`)
  return EXIT_PROBLEMS
}

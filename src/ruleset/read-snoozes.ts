import type { FactName } from '../enrich/facts.ts'
import type { Place } from '../model/problem.ts'
import { didYouMean } from '../problems/did-you-mean.ts'
import type { ProblemCode } from '../problems/problem-codes.ts'
import type { ProblemExtras, ProblemList } from '../problems/problem-list.ts'
import type { SourceText } from '../problems/source-text.ts'
import type { Catalogue } from './cel/scope.ts'
import { namesOf } from './cel/tree.ts'
import { looksLikeCardNumber } from './find-secrets.ts'
import { type CsvRow, csvRows } from './lists/csv-rows.ts'
import { dayEnd, lastDay } from './lists/list-day.ts'
import { TEXT_LENGTH_MAX } from './lists/read-list.ts'
import { ValueList } from './lists/value-list.ts'
import type { RuleDraft } from './rule-draft.ts'
import type { Snooze, Snoozes } from './snoozes.ts'

export const SNOOZE_COLUMNS = ['rule', 'key', 'value', 'until', 'by', 'why'] as const
type Column = (typeof SNOOZE_COLUMNS)[number]

/** What snoozes are read against. */
export interface SnoozeSurroundings {
  catalogue: Catalogue
  /** Names of all rule files, those with mistakes too. */
  rules: ReadonlySet<string>
  drafts: readonly RuleDraft[]
  /** Today, where somebody wants to know which have ended. */
  nowMs?: number | undefined
}

/** `snoozes.csv`: rule,key,value,until,by,why. Every column is needed: a snooze that nobody answers for stays for ever. */
export function readSnoozes(source: SourceText, around: SnoozeSurroundings, problems: ProblemList): Snoozes {
  const found = new Map<string, Map<string, Snooze>>()
  const reading = new Reading(source, around, problems)
  let isHeader = true
  for (const row of csvRows(source.text)) {
    if ('fault' in row) {
      const end = source.line(row.line).length + 1
      const place = { file: source.file, line: row.line, column: 1, endLine: row.line, endColumn: end }
      problems.add('bad-snooze', place, 'this is not CSV', { suggestion: 'is a quote missing?' })
      break
    }
    if (isHeader) {
      isHeader = false
      if (row.fields.join(',') === SNOOZE_COLUMNS.join(',')) continue
      const suggestion = `write \`${SNOOZE_COLUMNS.join(',')}\``
      problems.add('bad-snooze', source.place(row.start, row.end), 'the first line names the columns', { suggestion })
      break
    }
    reading.row(row, found)
  }
  return new Map(
    [...found].map(([rule, byKey]) => [rule, [...byKey.values()].sort((a, b) => (a.key.name < b.key.name ? -1 : 1))]),
  )
}

class Reading {
  private readonly source: SourceText
  private readonly around: SnoozeSurroundings
  private readonly problems: ProblemList
  private readonly first = new Map<string, Place>()

  constructor(source: SourceText, around: SnoozeSurroundings, problems: ProblemList) {
    this.source = source
    this.around = around
    this.problems = problems
  }

  row(row: CsvRow, found: Map<string, Map<string, Snooze>>): void {
    const place = this.source.place(row.start, row.end)
    const report = (code: ProblemCode, message: string, extras?: ProblemExtras) =>
      this.problems.add(code, place, message, extras)
    if (row.fields.length !== SNOOZE_COLUMNS.length) {
      const message = `a snooze has ${SNOOZE_COLUMNS.length} values, and this line has ${row.fields.length}`
      report('bad-snooze', message, { suggestion: 'put texts with commas in quotes' })
      return
    }
    const fields = Object.fromEntries(SNOOZE_COLUMNS.map((column, index) => [column, row.fields[index]!])) as Record<
      Column,
      string
    >
    const empty = SNOOZE_COLUMNS.find(column => fields[column] === '')
    const untilMs = dayEnd(fields.until)
    const key = this.key(fields.key, report)
    const isRule = this.isRule(fields.rule, report)
    if (empty !== undefined) report('bad-snooze', `this snooze has no \`${empty}\``)
    else if (untilMs === undefined) {
      report('bad-snooze', `\`${fields.until}\` is no day`, { suggestion: 'write for example 2026-12-31' })
    } else if (row.fields.some(field => field.length > TEXT_LENGTH_MAX)) {
      report('bad-snooze', `a value has at most ${TEXT_LENGTH_MAX} characters`)
    } else if (looksLikeCardNumber(fields.value)) {
      report('secret', 'this looks like a card number', { suggestion: 'give the fingerprint of the card' })
    } else if (key !== undefined && isRule) this.add(fields, key, untilMs, place, found)
  }

  private add(
    { rule, value, by, why }: Record<Column, string>,
    key: FactName,
    untilMs: number,
    place: Place,
    found: Map<string, Map<string, Snooze>>,
  ): void {
    const byKey = found.get(rule) ?? new Map<string, Snooze>()
    found.set(rule, byKey)
    const snooze = byKey.get(key.name) ?? { key, values: new ValueList(`${rule} by ${key.name}`) }
    byKey.set(key.name, snooze)
    const entry = snooze.values.add(value, { expiresMs: untilMs, owner: by, reason: why })
    const id = JSON.stringify([rule, key.name, entry < 0 ? -1 - entry : entry])
    const also = this.first.get(id)
    if (also !== undefined) {
      this.problems.add('duplicate-entry', place, 'this snooze is here already, and the first line counts', { also })
      return
    }
    this.first.set(id, place)
    if (this.around.nowMs !== undefined && this.around.nowMs >= untilMs) {
      this.problems.add('expired-entry', place, `this snooze ended with ${lastDay(untilMs)}`, {
        suggestion: 'take it out, or give it a later day',
      })
    }
    this.warnForeign(rule, key.name, place)
  }

  private key(name: string, report: (code: ProblemCode, message: string, extras?: ProblemExtras) => void) {
    if (name === '') return undefined
    const fact = this.around.catalogue.get(name)
    if (fact?.type === 'text') return fact
    if (fact !== undefined) report('type-mismatch', `\`${name}\` is no text, and a rule is snoozed for one`)
    else {
      const meant = didYouMean(name, [...this.around.catalogue.keys()])
      report('unknown-name', `nothing here is called \`${name}\``, {
        suggestion:
          meant === undefined ? 'a key is a name such as ip, email or customer.id' : `did you mean \`${meant}\`?`,
      })
    }
    return undefined
  }

  private isRule(name: string, report: (code: ProblemCode, message: string, extras?: ProblemExtras) => void): boolean {
    if (name === '' || this.around.rules.has(name)) return name !== ''
    const meant = didYouMean(name, [...this.around.rules])
    report('unknown-rule', `no rule is called \`${name}\``, {
      suggestion: meant === undefined ? 'a snooze names a rule file, without .yaml' : `did you mean \`${meant}\`?`,
    })
    return false
  }

  /** A slip such as `email.domain` for `email` silences far more than was meant, and shows in nothing else. */
  private warnForeign(rule: string, key: string, place: Place): void {
    const draft = this.around.drafts.find(each => each.name === rule)
    if (draft === undefined) return
    const known = namesOfRule(draft)
    if (known.has(key)) return
    const names = [...known].filter(name => this.around.catalogue.get(name)?.type === 'text').sort()
    this.problems.add('foreign-key', place, `the rule \`${rule}\` neither counts by \`${key}\` nor reads it`, {
      suggestion: 'is another key meant?',
      notes: [`keys that it knows: ${names.join(', ') || 'none'}`],
    })
  }
}

/** Everything that a rule reads of a payment, and what its velocities are counted by and from. */
function namesOfRule(draft: RuleDraft): Set<string> {
  const inReason = draft.reason.flatMap(part => (typeof part === 'string' ? [] : [part.name]))
  const names = [
    ...[...draft.when, ...draft.unless].flatMap(line => namesOf(line.tree)),
    ...draft.velocities,
    ...inReason,
  ]
  return new Set(
    names.flatMap(name => {
      if (name.kind === 'fact') return [name.name]
      if (name.kind !== 'velocity') return []
      const { by, field, whereHolds } = name.definition
      return [...by, field, ...(whereHolds?.reads ?? [])]
    }),
  )
}

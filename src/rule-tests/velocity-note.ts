import type { ExplainedLine } from '../engine/explain.ts'
import { factName, keyOf } from '../enrich/catalogue.ts'
import type { Facts } from '../enrich/facts.ts'
import { standInLetter } from '../ruleset/tests/stand-ins.ts'
import type { VelocityDefinition, VelocityPlan } from '../velocity/plan.ts'
import type { Judged, JudgedEvent } from './run-rule-test.ts'

const NAMED_MAX = 6

/** These look for the value that the judged payment itself has. */
const ASKS_ABOUT_THIS: ReadonlySet<string> = new Set(['seen_before', 'first_seen', 'last_seen'])

/**
 * What a sliding velocity of a test was made of, so that a reader sees which payment was left out and why:
 * `(A, C; B at 09:20 is outside 1h)`. Empty for lines without one.
 */
export function velocityNote(line: ExplainedLine, { rule, events }: Judged, plan: VelocityPlan): string {
  const condition = [...rule.when, ...rule.unless].find(each => each.text === line.text)
  const names = new Set(condition?.reads.map(({ name }) => name))
  const notes = rule.velocities
    .filter(({ name }) => names.has(name))
    .map(({ index }) => describe(plan.velocities[index]!, events))
    .filter(note => note !== '')
  return notes.length === 0 ? '' : `(${notes.join('; ')})`
}

function describe(definition: VelocityDefinition, events: readonly JudgedEvent[]): string {
  const { window, by, field } = definition
  const judged = events.at(-1)
  if (window.kind !== 'sliding' || definition.of !== 'payments' || judged === undefined) return ''
  const key = keysOf(judged.facts, by)
  const needed = ASKS_ABOUT_THIS.has(definition.fn) ? [...by, field] : by
  const absent = needed.find(name => read(judged.facts, name) === undefined)
  if (absent !== undefined) return `${absent} is absent`
  const endMs = judged.facts.payment.countedAtMs
  const considered = definition.current === 'exclude' ? events.slice(0, -1) : events
  const inside: string[] = []
  const outside: string[] = []
  for (const { test, facts } of considered) {
    if (test.outcome !== undefined) continue
    const atMs = facts.payment.countedAtMs
    const label = field === '' ? clock(atMs, endMs) : labelOf(read(facts, field))
    const where = field === '' ? label : `${label} at ${clock(atMs, endMs)}`
    if (keysOf(facts, by) !== key) outside.push(`${where} has another ${by.join(' or ')}`)
    else if (atMs <= endMs - window.ms) outside.push(`${where} is outside ${lengthOf(window.ms)}`)
    else if (definition.whereHolds?.holds(name => factName(name)?.read(facts)) === false)
      outside.push(`${where} is not ${definition.where}`)
    else inside.push(label)
  }
  const counted = definition.fn === 'distinct' ? [...new Set(inside)] : inside
  return [shorten(counted, ', '), ...outside.slice(0, NAMED_MAX)].filter(part => part !== '').join('; ')
}

function shorten(parts: readonly string[], separator: string): string {
  const rest = parts.length - NAMED_MAX
  return parts.slice(0, NAMED_MAX).join(separator) + (rest > 0 ? ` and ${rest} more` : '')
}

function keysOf(facts: Facts, names: readonly string[]): string | undefined {
  const keys = names.map(name => read(facts, name))
  return keys.includes(undefined) ? undefined : JSON.stringify(keys)
}

function read(facts: Facts, name: string): string | undefined {
  const row = factName(name)
  return row === undefined ? undefined : keyOf(row, facts)
}

function labelOf(value: string | undefined): string {
  return value === undefined ? 'absent' : (standInLetter(value) ?? value)
}

/** The hour, with the day where it is not the day of the judged payment. */
function clock(atMs: number, judgedMs: number): string {
  const text = new Date(atMs).toISOString()
  const hour = text.slice(11, 16)
  return text.slice(0, 10) === new Date(judgedMs).toISOString().slice(0, 10) ? hour : `${text.slice(0, 10)} ${hour}`
}

const UNITS: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
]

function lengthOf(ms: number): string {
  const [unit, unitMs] = UNITS.find(([, each]) => ms % each === 0) ?? ['ms', 1]
  return `${ms / unitMs}${unit}`
}

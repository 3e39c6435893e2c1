import { compileBoolean } from './cel/compile-tree.ts'
import { numbersOf, withNumber } from './cel/numbers.ts'
import type { Access } from './cel/reader.ts'
import { type Name, namesOf } from './cel/tree.ts'
import { compileReason } from './compile-reason.ts'
import type { IndexOf } from './frame-access.ts'
import { lineGaps } from './line-gaps.ts'
import { lineNumbers } from './line-numbers.ts'
import type { DraftLine, RuleDraft } from './rule-draft.ts'
import type { Condition, Frame, Rule } from './ruleset.ts'
import { compileSubstitute } from './substitute.ts'

/** What rules are compiled against. */
export interface Building {
  access: Access<Frame>
  indexOf: IndexOf
  /** Names of velocities that mean different things in different rules. */
  ambiguous: ReadonlySet<string>
  base: string
}

type VelocityName = Name & { kind: 'velocity' }

/** From the checked rule to closures. A rule that is off is built as a shadow rule, for its tests. */
export function buildRule(draft: RuleDraft, building: Building): Rule {
  const { access } = building
  const buildLine = (line: DraftLine): Condition => ({
    text: onOneLine(line.text),
    place: line.place,
    holds: compileBoolean(line.tree, access),
    reads: namesOf(line.tree).map(name => ({ name: name.name, read: access.name(name) })),
    substituted: compileSubstitute(line, access, building.base),
    gaps: (frame, wanted) => lineGaps(line, wanted, frame, access, building.base),
    numbers: () => lineNumbers(line, building.base, buildLine),
    constants: numbersOf(line.tree).map(({ value }) => value),
    withConstant: (index, value) => lineWithNumber(line, index, value, access),
  })
  const names = readNames(draft)
  const velocity = ({ name, ...rest }: VelocityName) => ({
    name,
    index: building.indexOf({ name, ...rest }),
    shown: building.ambiguous.has(name) ? `${draft.name}.${name}` : name,
  })
  const read = names.filter(name => name.kind === 'velocity').map(velocity)
  const declared = draft.velocities.filter(name => name.kind === 'velocity').map(velocity)
  return {
    name: draft.name,
    title: draft.title,
    owner: draft.owner,
    why: draft.why,
    mode: draft.mode === 'live' ? 'live' : 'shadow',
    score: draft.score,
    ...(draft.action === undefined ? {} : { action: draft.action }),
    missing: draft.missing,
    knownGoodShareMax: draft.knownGoodShareMax,
    when: draft.when.map(buildLine),
    unless: draft.unless.map(buildLine),
    reason: compileReason(draft.reason, access, building.base),
    check: draft.check,
    facts: names.filter(isDerived).map(name => ({ name: name.name, read: access.name(name) })),
    velocities: read,
    allVelocities: [...new Map([...read, ...declared].map(each => [each.name, each])).values()],
    place: draft.place,
  }
}

/** The tree is changed and not the text, so that what was checked stays checked. */
function lineWithNumber({ text, tree }: DraftLine, index: number, value: number, access: Access<Frame>) {
  const number = numbersOf(tree)[index]
  if (number === undefined) throw new Error(`${text} has no number ${index}`)
  return {
    text: onOneLine(`${text.slice(0, number.start)}${value}${text.slice(number.end)}`),
    holds: compileBoolean(withNumber(tree, number, value), access),
  }
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** Every name that the lines and the reason read, each once. */
function readNames(draft: RuleDraft): Name[] {
  const inLines = [...draft.when, ...draft.unless].flatMap(line => namesOf(line.tree))
  const inReason = draft.reason.flatMap(part => (typeof part === 'string' ? [] : [part.name]))
  return [...new Map([...inLines, ...inReason].map(name => [name.name, name])).values()]
}

function isDerived(name: Name): boolean {
  return name.kind === 'fact' && name.fact.from === 'derived'
}

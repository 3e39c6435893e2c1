import { compileBoolean } from './cel/compile-tree.ts'
import type { Access } from './cel/reader.ts'
import { type Name, namesOf, type Tree } from './cel/tree.ts'
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

/**
 * Made when it is first asked for: where rules are asked together, a reload needs the closures of hardly any line, and
 * the event loop need not wait for the others.
 */
function lazily<T>(make: () => (frame: Frame) => T): (frame: Frame) => T {
  let made: ((frame: Frame) => T) | undefined
  return frame => {
    made ??= make()
    return made(frame)
  }
}

/** From the checked rule to closures. A rule that is off is built as a shadow rule, for its tests. */
export function buildRule(draft: RuleDraft, building: Building): Rule {
  const { access } = building
  const compiled = (tree: Tree) => lazily(() => compileBoolean(tree, access))
  const readersOf = (names: readonly Name[]) => names.map(name => ({ name: name.name, read: access.name(name) }))
  const buildLine = (line: DraftLine): Condition => ({
    text: onOneLine(line.text),
    place: line.place,
    holds: compiled(line.tree),
    get reads() {
      return readersOf(namesOf(line.tree))
    },
    substituted: lazily(() => compileSubstitute(line, access, building.base)),
    gaps: (frame, wanted) => lineGaps(line, wanted, frame, access, building.base),
    numbers: () => lineNumbers(line, building.base, compiled),
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
    reason: lazily(() => compileReason(draft.reason, access, building.base)),
    check: draft.check,
    facts: readersOf(names.filter(isDerived)),
    velocities: read,
    allVelocities: [...new Map([...read, ...declared].map(each => [each.name, each])).values()],
    place: draft.place,
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

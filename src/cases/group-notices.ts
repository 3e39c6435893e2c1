import { matchCases } from './match-cases.ts'
import { standingOf } from './outcome-stage.ts'
import { keyOfTold, type Told } from './told.ts'

/** A case about an account, as far as it matters here. */
export interface NoticeCase {
  case_id: string
  /** The states that belong to it by its history, until people acted on it first where they have: see `toldKey`. */
  told: ReadonlySet<string>
  /** People have acted on it, and what they did stays with what they did it about. */
  isActedOn: boolean
  /** What had been told when people resolved it last; undefined where they never did. What comes after that is another case. */
  resolvedWith: ReadonlySet<string> | undefined
}

export interface NoticeGroup {
  /** Undefined where it has none yet. */
  case_id: string | undefined
  told: readonly Told[]
}

/**
 * Which notices about one account make one case: those between two words that it is over, by their own times. `told` is in that
 * order; depends on the set, and on what people had resolved knowing which part of it.
 */
export function groupNotices(told: readonly Told[], cases: readonly NoticeCase[]): NoticeGroup[] {
  const resolved = cases.flatMap(({ case_id, resolvedWith }) =>
    resolvedWith === undefined ? [] : [{ case_id, resolvedWith }],
  )
  const isFree = (each: Told): boolean => !resolved.some(({ resolvedWith }) => resolvedWith.has(keyOfTold(each)))
  const groups: NoticeGroup[] = resolved.map(({ case_id, resolvedWith }) => {
    const known = told.filter(each => resolvedWith.has(keyOfTold(each)))
    const last = known.at(-1)
    const over = last && told.slice(told.indexOf(last) + 1).find(isOver)
    return { case_id, told: over === undefined ? known : [...known, over] }
  })
  const open = cases.filter(each => each.resolvedWith === undefined)
  const parts = partsOf(told.filter(isFree))
  const isOf = (each: NoticeCase, part: readonly Told[]): boolean => part.some(one => each.told.has(keyOfTold(one)))
  // Of a case that falls into several the first is its own, whichever notice had opened it.
  const matched = matchCases(parts, open, [
    (each, part) => each.isActedOn && isOf(each, part),
    isOf,
    each => !each.isActedOn,
  ])
  for (const part of parts) groups.push({ case_id: matched.get(part)?.case_id, told: part })
  return groups
}

function isOver(told: Told): boolean {
  return standingOf(told) !== 'going-on'
}

/** Each begins with something that goes on; a word that it is over while nothing goes on belongs to none. */
function partsOf(told: readonly Told[]): Told[][] {
  const parts: Told[][] = []
  let part: Told[] | undefined
  for (const each of told) {
    if (part === undefined && isOver(each)) continue
    if (part === undefined) {
      part = []
      parts.push(part)
    }
    part.push(each)
    if (isOver(each)) part = undefined
  }
  return parts
}

import { AMOUNT_COLUMN, type Column, columnKey, columnOf } from './column.ts'
import { type CountedKind, saysHowMany, type VelocityDefinition, type VelocityPlan } from './plan.ts'
import { ownField, windowReachMs } from './plan-velocities.ts'
import { COUNTED_BITS } from './record.ts'
import { Selection } from './selection.ts'
import type { Slab } from './slab.ts'
import type { TallyNeeds } from './tally.ts'
import { OWN_UNITS_PER_ONE } from './units.ts'
import { windowAfter } from './window.ts'
import { WindowGroup } from './window-group.ts'

/** A velocity with everything looked up that does not depend on the event. */
export interface CompiledVelocity {
  definition: VelocityDefinition
  logIndex: number
  /** Columns to be matched with the event's own, because the log is keyed by a part of the velocity's `by`. */
  match: readonly Column[]
  group: WindowGroup
  /** For a `ratio` of kinds: the window of the kind asked about; `group` is the window of all. */
  part: WindowGroup | undefined
  selection: Selection
  /** The column of its field; for a field that records do not keep, the amount column of its own log. */
  column: Column
  /** What one unit of the answer is in stored units: 100 for amounts in a currency with two decimals. */
  storedPerOne: number
  /** The number of what a view keeps for it besides windows: the same for velocities that differ in their window only. */
  viewIndex: number
  /** For a `streak`: what must stay equal, 0 for records that take no part; a kind gives 1 and others 2. */
  streakValue: (slot: number) => number
  isStreakOfKind: boolean
  /** Its value is a number of records of its log, and there wherever the log and the matched columns are. */
  isNumberOfRecords: boolean
  /** Its value is the number of all records of its window that are of its kind. */
  countsAll: boolean
  /** Which records it counts: one of `COUNTED_BITS`. */
  counted: number
  /** The event itself is not looked at. */
  leavesOut: boolean
}

export interface CompiledPlan {
  /** Tells compiled plans apart. */
  serial: number
  velocities: readonly CompiledVelocity[]
  /** By log: how far an event may lie behind the newest one and still find all that its windows cover; milliseconds. */
  slackMs: readonly number[]
}

let plansCompiled = 0

/** `minorPerMajor` is 100 for a base currency with two decimals. */
export function compilePlan(plan: VelocityPlan, slab: Slab, minorPerMajor: number): CompiledPlan {
  const groups = new Map<string, WindowGroup>()
  const groupsOfLogs: WindowGroup[][] = plan.logs.map(() => [])
  const indexes = new Map<string, number>()
  const velocities = plan.velocities.map((definition, number): CompiledVelocity => {
    const logIndex = plan.logOf[number]!
    const log = plan.logs[logIndex]!
    const match = definition.by.filter(name => !log.by.includes(name)).map(columnOf)
    const where = log.own === undefined ? definition.whereHolds : undefined
    const field = ownField(definition)
    const ofKind = isKind(definition.field) && (definition.fn === 'ratio' || definition.fn === 'streak')
    const column = field === 'amount' ? columnOf(definition.field) : AMOUNT_COLUMN

    const groupOf = (kind: CountedKind): WindowGroup => {
      const unit = field === 'number' ? OWN_UNITS_PER_ONE : 1
      const name = JSON.stringify([logIndex, match, definition.window, kind, where && definition.where, unit])
      let group = groups.get(name)
      if (group === undefined) {
        const selection = new Selection(COUNTED_BITS[kind], where, slab, minorPerMajor)
        const siblings = groupsOfLogs[logIndex]!
        group = new WindowGroup(siblings.length, selection, windowAfter(definition.window), unit)
        siblings.push(group)
        groups.set(name, group)
      }
      return group
    }
    const group = groupOf(definition.of)
    const part = ofKind && definition.fn === 'ratio' ? groupOf(definition.field as CountedKind) : undefined
    addNeeds(group.needs, definition, ofKind, column)
    const asked = ofKind ? definition.field : column
    const indexed = JSON.stringify([logIndex, match, definition.of, where && definition.where, asked])
    if (!indexes.has(indexed)) indexes.set(indexed, indexes.size)
    return {
      definition,
      logIndex,
      match,
      group,
      part,
      selection: group.selection,
      column,
      storedPerOne: field === 'amount' ? minorPerMajor : 1,
      viewIndex: indexes.get(indexed)!,
      streakValue: ofKind ? kindValue(definition.field as CountedKind, slab) : slot => columnKey(slab, slot, column),
      isStreakOfKind: ofKind,
      isNumberOfRecords: saysHowMany(definition),
      countsAll: definition.fn === 'count' && definition.where === '' && match.length === 0,
      counted: group.selection.counted,
      leavesOut: definition.current === 'exclude',
    }
  })
  for (const siblings of groupsOfLogs) for (const group of siblings) group.places = siblings.length
  return { serial: plansCompiled++, velocities, slackMs: slackOf(plan) }
}

/** A log that no velocity reads has nothing to lose. */
function slackOf({ logs, logOf, velocities }: VelocityPlan): number[] {
  const reachMs = logs.map(() => Number.NEGATIVE_INFINITY)
  for (const [number, { window }] of velocities.entries()) {
    const log = logOf[number]!
    reachMs[log] = Math.max(reachMs[log]!, windowReachMs(window))
  }
  return logs.map(({ keepMs }, log) => (keepMs === Number.POSITIVE_INFINITY ? keepMs : keepMs - reachMs[log]!))
}

function addNeeds(needs: TallyNeeds, { fn }: VelocityDefinition, ofKind: boolean, column: Column): void {
  if (fn === 'sum' || fn === 'avg' || fn === 'stddev' || (fn === 'ratio' && !ofKind)) needs.sum = true
  if (fn === 'stddev') needs.squares = true
  if (fn === 'min' || fn === 'max' || fn === 'median' || fn === 'percentile') needs.sorted = true
  if (fn === 'distinct' && !needs.distinct.includes(column)) needs.distinct.push(column)
}

function kindValue(kind: CountedKind, slab: Slab): (slot: number) => number {
  const bit = COUNTED_BITS[kind]
  return slot => ((slab.counted(slot) & bit) === 0 ? 2 : 1)
}

function isKind(field: string): field is CountedKind {
  return Object.hasOwn(COUNTED_BITS, field)
}

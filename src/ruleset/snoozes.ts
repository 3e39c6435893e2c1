import type { FactName } from '../enrich/facts.ts'
import type { ValueList } from './lists/value-list.ts'

/** Hits of one rule that are not wanted for some values of a key, each until a day. */
export interface Snooze {
  key: FactName
  /** With the day that each ends, who asked for it (`owner`) and why (`reason`). */
  values: ValueList
}

/** By rule; the snoozes of a rule in the order of their keys' names. */
export type Snoozes = ReadonlyMap<string, readonly Snooze[]>

import type { Mode } from '../../model/decision.ts'
import type { FlagReport, InputReport, Sum } from '../report.ts'
import type { Truth } from '../truth.ts'
import type { Counts } from './fisher.ts'
import type { Costs } from './weigh.ts'

/** What `tripline suggest --format json` prints. Amounts are in major units of the base currency. */
export interface SuggestReport {
  input: Omit<InputReport, 'truths'> & { truths: Record<Truth, Sum> }
  costs: Costs
  /** Payments with a label that each part needs of either side, and that a suggestion must decide otherwise in each part. */
  labelledMin: number
  /** Null where nothing is labelled. */
  split: { at: string; first: PartReport; later: PartReport } | null
  /** What was tried, and what became of what looked good on the first part. */
  tried: { numbers: number; values: number; rules: number; chosen: number; notHeld: number }
  /** Why nothing could be tried; null where it could. */
  refused: string | null
  /** By what they gain a day on the later part, the most first. */
  suggestions: Suggestion[]
}

export interface PartReport extends Counts {
  payments: number
  days: number
}

export type Suggestion = NumberSuggestion | ModeSuggestion

interface Suggested {
  rule: string
  /** The rule file. */
  file: string
  mode: Exclude<Mode, 'off'>
  /** On the part that it was chosen on, and on the later one, which it was not chosen on. */
  first: Effect
  later: Effect
}

export interface NumberSuggestion extends Suggested {
  kind: 'number'
  /** In the file, from 1. */
  fileLine: number
  /** The line as it stands and with the other number. */
  line: string
  proposedLine: string
  /** How `tripline backtest --sweep` names it. */
  sweep: string
  current: number
  proposed: number
}

export interface ModeSuggestion extends Suggested {
  kind: 'mode'
  to: 'live' | 'shadow'
}

export interface Effect {
  before: Standing
  after: Standing
  /** Payments that are flagged after the change and were not before, and the other way round. */
  flagged: Changed
  freed: Changed
  /** What the ruleset is worth more after the change, over the whole part. */
  gain: number
  /** How likely chance alone tells bad from good as well among what changed; 1 where the shares hardly differ. */
  chance: number
}

export interface Changed extends Counts {
  unlabelled: number
}

export interface Standing {
  /** Of the whole ruleset. A shadow rule whose number is tried counts as if it were live. */
  overall: FlagReport
  /** Of the rule alone. */
  hits: number
  bad: number
  good: number
  precision: number | null
}

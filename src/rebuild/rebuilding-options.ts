import type { Decoder, OutcomeRead, PaymentRead } from '../decode/decoder.ts'
import type { Clock, History, MarkedOutcomeStore, MarkedVelocityStore } from '../ports.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'
import type { BatchEnds } from './batch-ends.ts'

export interface RebuildingOptions {
  store: MarkedVelocityStore
  /** The same store, where outcomes are counted too. */
  outcomes?: MarkedOutcomeStore
  history: History
  decoder: Decoder<PaymentRead | OutcomeRead>
  ruleset: () => Ruleset
  /** How far the batches go that are given to `count`. */
  ends: BatchEnds
  identityKeepMs: number
  /** How long the payments of outcomes are remembered; 0 unless outcomes are counted. */
  outcomesKeepMs?: number
  clock: Clock
  /** Tells this process from others that may count the same lost records again. */
  owner: string
  /** Waits a moment for another process that does. */
  pause: () => Promise<void>
  /** Told while lost records are counted again, and `undefined` when payments go on. */
  onProgress: (progress: RebuildProgress | undefined) => void
  /** Aborted when the process must end: what is left is counted by whoever comes next. */
  signal: AbortSignal
}

export interface RebuildProgress {
  recordsTotal: number
  recordsDone: number
  /** True while another process counts them. */
  isWaiting: boolean
}

import type { FoldedReach } from './folded-part.ts'
import type { RecordLog } from './record-log.ts'

/** Where one event stands in one log. Reused from reading to reading, so that reading leaves no garbage. */
export interface Standing {
  log: RecordLog
  /** Of the last record that the event sees, counted from the log's base; -1 when it sees none. */
  index: number
  /** True when that last record is the event itself. */
  isIn: boolean
  /** A record of the event. */
  slot: number
  timeMs: number
  /** What the window of the velocity that is being read touches of the log's folded events. */
  reach: FoldedReach | undefined
  /** Tells events apart. */
  serial: number
}

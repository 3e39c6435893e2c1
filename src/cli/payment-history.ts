import type { Decoder, OutcomeRead, PaymentRead } from '../decode/decoder.ts'
import { MemoryLog } from '../embedded/memory-log.ts'
import type { EventSource } from '../ports.ts'
import type { Settings } from '../settings.ts'
import { openSource, withOutcomes } from './score.ts'

export interface PaymentHistory {
  source: EventSource
  /** Reads outcomes too, where there are some. */
  decoder?: Decoder<PaymentRead | OutcomeRead>
}

/** The payments before the one to explain, with what became of them later; none where no file is named. */
export function openHistoryOf(
  { in: path, outcomes: outcomesPath }: { in?: string; outcomes?: string },
  settings: Settings,
): PaymentHistory | string {
  if (path === undefined) {
    if (outcomesPath !== undefined) return '`--outcomes` belongs to the payments of `--in`'
    const nothing = new MemoryLog()
    nothing.end()
    return { source: nothing.source({ batchRecordsMax: 1 }) }
  }
  const source = openSource(path)
  const outcomes = outcomesPath === undefined ? undefined : openSource(outcomesPath)
  if (source === undefined || (outcomesPath !== undefined && outcomes === undefined))
    return 'there is no history to count'
  return outcomes === undefined ? { source } : withOutcomes(source, outcomes, outcomesPath!, settings)
}

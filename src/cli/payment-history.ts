import type { Decoder, OutcomeRead, PaymentRead } from '../decode/decoder.ts'
import { MemoryLog } from '../embedded/memory-log.ts'
import type { EventSource } from '../ports.ts'
import type { Settings } from '../settings.ts'
import { inputDecoder } from './input-decoder.ts'
import { openPayments } from './open-payments.ts'

export interface PaymentHistory {
  source: EventSource
  decoder: Decoder<PaymentRead | OutcomeRead>
  countsOutcomes: boolean
  total: number
  done(): number
}

/**
 * The payments before the one to explain, with what became of them later; none where nothing is named. A text is why they
 * cannot be read. Throws `Outage` where Kafka cannot be reached.
 */
export async function openHistoryOf(
  { in: path, outcomes }: { in?: string | undefined; outcomes?: string | undefined },
  settings: Settings,
): Promise<PaymentHistory | string> {
  if (path === undefined) {
    if (outcomes !== undefined) return '`--outcomes` belongs to the payments of `--in`'
    const nothing = new MemoryLog()
    nothing.end()
    const source = nothing.source({ batchRecordsMax: 1 })
    return { source, decoder: inputDecoder({ kind: 'file' }, settings), countsOutcomes: false, total: 0, done: () => 0 }
  }
  const opened = await openPayments({ in: path, outcomes }, settings)
  return typeof opened === 'string' ? opened : { ...opened, countsOutcomes: opened.form.outcomes !== undefined }
}

import type { Decoder, OutcomeRead, PaymentRead } from '../decode/decoder.ts'
import { createFileSource, type FileSource } from '../embedded/file-source.ts'
import { MemoryLog } from '../embedded/memory-log.ts'
import type { EventSource } from '../ports.ts'
import type { Settings } from '../settings.ts'
import { fileFault } from './file-fault.ts'
import { withOutcomes } from './with-outcomes.ts'

export interface PaymentHistory {
  source: EventSource
  /** Reads outcomes too, where there are some. */
  decoder?: Decoder<PaymentRead | OutcomeRead>
}

/**
 * The payments before the one to explain, with what became of them later; none where no file is named. A text is why they
 * cannot be read.
 */
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
  const source = openFile(path)
  const outcomes = outcomesPath === undefined ? undefined : openFile(outcomesPath)
  if (typeof source === 'string') return source
  if (typeof outcomes === 'string') return outcomes
  return outcomes === undefined ? { source } : withOutcomes(source, outcomes, outcomesPath!, settings)
}

function openFile(path: string): FileSource | string {
  try {
    return createFileSource({ path })
  } catch (error) {
    return `${path} cannot be read: ${fileFault(error)}`
  }
}

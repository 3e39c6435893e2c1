import { createMergedSource } from '../embedded/merged-source.ts'
import type { EventRecord, EventSource } from '../ports.ts'
import type { Settings } from '../settings.ts'
import { inputDecoder } from './input-decoder.ts'

/** Both as one stream in the order of event times, each record read as what its file, or topic, holds. */
export function withOutcomes(payments: EventSource, outcomes: EventSource, path: string, settings: Settings) {
  const decoder = inputDecoder({ kind: 'file', outcomes: path }, settings)
  const timeOf = (record: EventRecord): number | undefined => {
    const read = decoder.decode(record)
    if (read.kind === 'payment') return read.payment.countedAtMs
    return read.kind === 'outcome' ? read.outcome.countedAtMs : undefined
  }
  return { decoder, source: createMergedSource({ sources: [payments, outcomes], timeOf }) }
}

import { traceOf } from '../model/traceparent.ts'
import type { Output } from '../ports.ts'
import type { Log } from './log.ts'

/** A line for each review and dead letter, to follow one payment by its trace; for level `debug` only. */
export function logFlagged(log: Log, outputs: readonly Output[]): void {
  for (const { topic, key, headers } of outputs) {
    if (topic === 'decisions') continue
    const fields = { trace: headers?.traceparent && traceOf(headers.traceparent), key }
    if (topic === 'reviews') log.debug('payment sent to review', fields)
    else log.debug('record sent to the dead letters', { ...fields, code: headers?.['tripline-code'] })
  }
}

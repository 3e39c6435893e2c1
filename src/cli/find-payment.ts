import { existsSync, readFileSync } from 'node:fs'
import type { Payment } from '../model/payment.ts'
import type { EventBatch, EventRecord } from '../ports.ts'
import type { Frame } from '../ruleset/ruleset.ts'
import { fileFault } from './file-fault.ts'
import { type Replay, type Replayed, replayBatch } from './replay-to-payment.ts'

/** The payment to explain: one record of its own, or one that the stream holds. */
export type WantedPayment = { kind: 'record'; record: EventRecord; shown: string } | { kind: 'id'; id: string }

export interface FoundPayment {
  payment: Payment
  frame: Frame
  /** Codes of what the decoder left out of it. */
  warnings: readonly string[]
}

/** A file where there is one of that name, standard input for `-`, otherwise an id. A text is why neither will do. */
export function wantedPayment(written: string): WantedPayment | string {
  const isFile = written === '-' || existsSync(written)
  if (!isFile && /[/\\]|\.(json|ndjson)$/i.test(written)) return `${written} cannot be read: there is no such file`
  if (!isFile) return { kind: 'id', id: written }
  const shown = written === '-' ? 'standard input' : written
  try {
    const value = readFileSync(written === '-' ? 0 : written)
    return { kind: 'record', shown, record: { topic: shown, partition: 0, offset: 1n, key: null, value } }
  } catch (error) {
    return `${shown} cannot be read: ${fileFault(error)}`
  }
}

/**
 * Counts the stream up to the payment and finds it as of its own place; a payment of its own comes after all of the
 * stream. A text is why it cannot be explained.
 */
export async function findPayment(
  wanted: WantedPayment,
  batches: AsyncIterable<EventBatch>,
  replay: Replay,
  onBatch: () => void = () => undefined,
): Promise<FoundPayment | string> {
  let rejection: string | undefined
  for await (const { records } of batches) {
    const replayed = await replayBatch(records, replay)
    onBatch()
    if (wanted.kind === 'record') continue
    // A status change carries the id as well; what was scored is the payment that came before it.
    const found = replayed.payments.find(
      ({ payment, frame }) => payment.id === wanted.id && isScored(frame.counted.verdict),
    )
    if (found !== undefined) return found
    rejection ??= rejectionOf(wanted.id, replayed)
  }
  if (wanted.kind === 'id') return rejection ?? `no payment ${wanted.id} was read`
  const { payments, rejected } = await replayBatch([wanted.record], replay)
  const [found] = payments
  const [refused] = rejected
  if (refused !== undefined) return notTaken(wanted.shown, refused.rejection.problem)
  if (found === undefined) return `${wanted.shown} holds no payment`
  const { verdict } = found.frame.counted
  if (verdict === 'id-conflict') return `the history holds another payment with the id ${found.payment.id}`
  if (verdict === 'status-change') {
    return `the history holds ${found.payment.id} with another status: explain it by its id, \`--payment ${found.payment.id}\``
  }
  return found
}

function isScored(verdict: string): boolean {
  return verdict === 'new' || verdict === 'duplicate'
}

function rejectionOf(id: string, { rejected }: Replayed): string | undefined {
  const refused = rejected.find(({ rejection }) => rejection.paymentId === id)
  if (refused === undefined) return undefined
  const { topic, offset } = refused.record
  return notTaken(`${id} (${topic}:${offset})`, refused.rejection.problem)
}

function notTaken(what: string, problem: { code: string; message: string; suggestion?: string }): string {
  const hint = problem.suggestion === undefined ? '' : `\n  = ${problem.suggestion}`
  return `${what} is no payment that Tripline takes: [${problem.code}] ${problem.message}${hint}`
}

import type { Decoder, OutcomeRead } from '../decode/decoder.ts'
import type { GatewayName } from '../decode/gateways/gateway-table.ts'
import { type MappedBody, mapBody } from '../decode/gateways/map-body.ts'
import { GATEWAY_TABLES } from '../decode/gateways/tables.ts'
import { put } from '../decode/json-object.ts'
import { OUTCOME } from '../decode/outcome-shape.ts'
import { PAYMENT } from '../decode/payment-shape.ts'
import { redactedSummary } from '../decode/redacted-summary.ts'
import { scrubCard } from '../import/scrub-card.ts'
import type { Problem } from '../model/problem.ts'
import type { EventRecord } from '../ports.ts'

/** One part of a body, judged: what is to be kept of it, if anything. */
export type GatewayEvent = { kind: string } & (
  | { becomes: 'payment' | 'outcome'; id: string; paymentId: string; json: string }
  | { becomes: 'ignored'; reason: string }
  | { becomes: 'refused'; problem: Problem; summary: string; paymentId?: string }
)

export interface JudgeWith {
  /** They judge every part as the stream will, so that nothing is stored that the stream refuses. */
  payments: Decoder
  outcomes: Decoder<OutcomeRead>
  /** Keys the fingerprints of card numbers: the same as of the process that scores. */
  secret: string
}

/**
 * A body that was read, to what is kept of it: mapped, freed of card numbers, and judged. `merchantId`, which the address says, wins over what the
 * body says. Pure.
 */
export function gatewayEvents(
  gateway: GatewayName,
  body: unknown,
  merchantId: string | undefined,
  nowMs: number | undefined,
  judge: JudgeWith,
): GatewayEvent[] {
  return mapBody(GATEWAY_TABLES[gateway], body).map(mapped => judged(gateway, mapped, merchantId, nowMs, judge))
}

function judged(
  gateway: GatewayName,
  mapped: MappedBody,
  merchantId: string | undefined,
  nowMs: number | undefined,
  { payments, outcomes, secret }: JudgeWith,
): GatewayEvent {
  const { kind } = mapped
  if (mapped.becomes === 'ignored') return { kind, becomes: 'ignored', reason: mapped.reason }
  if (mapped.becomes === 'refused') {
    const { code, message, field } = mapped
    const problem: Problem = { code, message, severity: 'error', field }
    return { kind, becomes: 'refused', problem, summary: `${gateway}: ${kind}` }
  }
  const { becomes, json: object } = mapped
  if (merchantId !== undefined) put(object, ['merchant', 'id'], merchantId)
  scrubCard(object, secret)
  const json = JSON.stringify(object)
  const record: EventRecord = {
    topic: gateway,
    partition: 0,
    offset: 0n,
    key: Buffer.alloc(0),
    value: Buffer.from(json),
    ...(nowMs === undefined ? {} : { timestampMs: nowMs }),
  }
  const decoded = becomes === 'payment' ? payments.decode(record) : outcomes.decode(record)
  if (decoded.kind === 'payment') return { kind, becomes, json, id: decoded.payment.id, paymentId: decoded.payment.id }
  if (decoded.kind === 'outcome') {
    const { id, paymentId = id } = decoded.outcome
    return { kind, becomes, json, id, paymentId }
  }
  if (decoded.kind === 'ignored') return { kind, becomes: 'ignored', reason: decoded.reason }
  const summary = `${gateway}: ${kind} ${redactedSummary(object, becomes === 'payment' ? PAYMENT : OUTCOME)}`
  const { problem, paymentId } = decoded
  return { kind, becomes: 'refused', problem, summary, ...(paymentId === undefined ? {} : { paymentId }) }
}

import type { GatewayName } from '../decode/gateways/gateway-table.ts'
import { readGatewayBody } from '../decode/gateways/read-gateway-body.ts'
import { redactedBytes } from '../decode/redacted-summary.ts'
import { deadLetterOf } from '../emit/outputs.ts'
import type { Problem } from '../model/problem.ts'
import type { Output } from '../ports.ts'
import { type GatewayEvent, gatewayEvents, type JudgeWith } from './gateway-event.ts'
import type { IntakeStore } from './intake-store.ts'
import type { SignedRequest, Verify } from './signatures/signed-request.ts'

export interface TakeWith {
  verifiers: ReadonlyMap<GatewayName, Verify>
  store: IntakeStore
  judge: JudgeWith
  bodyBytesMax: number
}

export type Taken =
  | { result: 'not-configured' }
  | { result: 'bad-signature' }
  /** Nothing in it could be mapped. */
  | { result: 'refused'; problems: readonly Problem[] }
  | { result: 'taken'; payments: number; outcomes: number; ignored: number; problems: readonly Problem[] }

/**
 * One body of a gateway: is it from there, what does it become, and is that stored. Resolves only when everything is durable, dead letters too;
 * throws `Outage` otherwise, and the gateway sends the same again.
 */
export async function takeBody(
  gateway: GatewayName,
  merchantId: string | undefined,
  request: SignedRequest,
  { verifiers, store, judge, bodyBytesMax }: TakeWith,
): Promise<Taken> {
  const verify = verifiers.get(gateway)
  if (verify === undefined) return { result: 'not-configured' }
  if (!(await verify(request))) {
    return isPing(gateway, request.body)
      ? { result: 'taken', payments: 0, outcomes: 0, ignored: 1, problems: [] }
      : { result: 'bad-signature' }
  }
  const events = eventsOf(gateway, merchantId, request, judge, bodyBytesMax)
  const records = events.flatMap(event => recordOf(gateway, event, request.nowMs) ?? [])
  if (records.length > 0) await store.store(records)
  const count = (becomes: GatewayEvent['becomes']): number => events.filter(each => each.becomes === becomes).length
  const problems = events.flatMap(each => (each.becomes === 'refused' ? [each.problem] : []))
  if (problems.length === events.length) return { result: 'refused', problems }
  return {
    result: 'taken',
    payments: count('payment'),
    outcomes: count('outcome'),
    ignored: count('ignored'),
    problems,
  }
}

/** WooCommerce tries an address with an unsigned form that says nothing but the webhook's number; nothing of it is kept. */
function isPing(gateway: GatewayName, body: Buffer): boolean {
  return gateway === 'woocommerce' && body.length < 40 && /^webhook_id=\d+$/.test(body.toString('latin1'))
}

function eventsOf(
  gateway: GatewayName,
  merchantId: string | undefined,
  { body, nowMs }: SignedRequest,
  judge: JudgeWith,
  bodyBytesMax: number,
): GatewayEvent[] {
  const read = readGatewayBody(gateway, body, bodyBytesMax)
  if ('body' in read) return gatewayEvents(gateway, read.body, merchantId, nowMs, judge)
  return [{ kind: 'unreadable', becomes: 'refused', problem: read, summary: `${gateway}: ${redactedBytes(body)}` }]
}

/** Keyed by payment, so that what happened to one stays in order. */
function recordOf(gateway: GatewayName, event: GatewayEvent, nowMs: number): Output | undefined {
  if (event.becomes === 'ignored') return undefined
  if (event.becomes === 'refused') {
    // A request has no offset; the time of its coming tells requests apart.
    const record = { topic: `intake/${gateway}`, partition: 0, offset: BigInt(nowMs), key: null, value: null }
    const { problem, summary, paymentId } = event
    return deadLetterOf(record, {
      kind: 'rejected',
      problem,
      summary,
      ...(paymentId === undefined ? {} : { paymentId }),
    })
  }
  return { topic: event.becomes === 'payment' ? 'payments' : 'outcomes', key: event.paymentId, value: event.json }
}

import type { Outcome } from '../model/outcome.ts'
import type { Problem } from '../model/problem.ts'
import type { EventRecord } from '../ports.ts'
import type { Decoded, OutcomeRead, RecordReader } from './decoder.ts'
import { outcomeJsonSchema } from './json-schema.ts'
import { limitProblem } from './limits.ts'
import { OUTCOME, type RawOutcome } from './outcome-shape.ts'
import { checkId } from './read-id.ts'
import { readAmount, readCurrency, warnOfCurrencyDates } from './read-money.ts'
import { readText, readWord } from './read-text.ts'
import { countedAt, readOccurredAt, readOptionalTime, type TimeUnit } from './read-time.ts'
import type { Reading } from './reading.ts'
import { redactedSummary, safeText } from './redacted-summary.ts'
import { refusal } from './refusal.ts'
import { ShapeCheck } from './validate.ts'
import { FieldWalk } from './walk-fields.ts'

const NO_WARNINGS: readonly string[] = []
const NOTHING_DECLARED: ReadonlySet<string> = new Set()
const NEEDED =
  'every outcome needs `type`, `id` and `occurredAt`; all but a notice `paymentId`, or a dispute or chargeback `disputeId`'
const shape = new ShapeCheck(outcomeJsonSchema(), ['type', 'id', 'occurredAt'], NEEDED)

/** Parsed values to outcomes. */
export class OutcomeReader implements RecordReader<OutcomeRead> {
  private readonly timeUnit: TimeUnit | undefined
  private readonly walk = new FieldWalk(NOTHING_DECLARED, OUTCOME)

  constructor({ timeUnit }: { timeUnit?: TimeUnit } = {}) {
    this.timeUnit = timeUnit
  }

  read(raw: unknown, record: EventRecord, reading: Reading): Decoded<OutcomeRead> {
    const read = this.readOrRefuse(raw, record, reading)
    if ('code' in read) {
      return {
        kind: 'rejected',
        problem: read,
        summary: redactedSummary(raw, OUTCOME),
        paymentId: safeText(raw, 'paymentId'),
      }
    }
    return { kind: 'outcome', outcome: read, warnings: reading.warnings ?? NO_WARNINGS }
  }

  private readOrRefuse(raw: unknown, record: EventRecord, reading: Reading): Outcome | Problem {
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
      return refusal('not-an-object', 'the value is no JSON object', undefined, 'send one outcome per record')
    }
    const refused = this.walk.check(raw, reading)
    if (refused !== undefined) return limitProblem(refused)
    return shape.problem(raw) ?? this.build(raw as RawOutcome, record, reading)
  }

  private build(raw: RawOutcome, record: EventRecord, reading: Reading): Outcome | Problem {
    const paymentId = raw.type === 'notice' ? undefined : (raw.paymentId ?? undefined)
    if (paymentId === undefined && !mayLackPayment(raw)) return missing('paymentId')
    if (raw.type === 'notice' && !raw.notice) return missing('notice')
    const idProblem =
      checkId(raw.id, 'id', reading) ??
      checkId(paymentId, 'paymentId', reading) ??
      checkId(raw.disputeId || undefined, 'disputeId', reading) ??
      checkId(raw.merchant?.id || undefined, 'merchant.id', reading)
    if (idProblem !== undefined) return idProblem
    const occurredAtMs = readOccurredAt(raw.occurredAt, this.timeUnit, reading)
    if (typeof occurredAtMs !== 'number') return occurredAtMs
    const countedAtMs = countedAt(occurredAtMs, record.timestampMs, reading)
    if (typeof countedAtMs !== 'number') return countedAtMs
    const money = readMoney(raw, occurredAtMs, reading)
    if ('severity' in money) return money
    return {
      type: raw.type,
      id: raw.id,
      merchantId: raw.merchant?.id ?? '',
      paymentId,
      occurredAtMs,
      countedAtMs,
      ...money,
      reason: readText(raw.reason, reading),
      status: readText(raw.status, reading),
      deadlineMs: readOptionalTime(raw.deadline, this.timeUnit, reading),
      notice: raw.type === 'notice' ? (raw.notice ?? undefined) : undefined,
      stage: raw.stage ?? undefined,
      disputeId: raw.disputeId || undefined,
      network: readWord(raw.network, reading),
      networkReason: readText(raw.networkReason, reading),
      gateway: readWord(raw.gateway, reading),
    }
  }
}

/** Some gateways name the payment in the first step of a dispute only; the later ones are joined to it by the dispute. */
function mayLackPayment({ type, disputeId }: RawOutcome): boolean {
  return type === 'notice' || ((type === 'dispute' || type === 'chargeback') && Boolean(disputeId))
}

function readMoney(
  raw: RawOutcome,
  occurredAtMs: number,
  reading: Reading,
): Pick<Outcome, 'amountMinor' | 'currency'> | Problem {
  if (raw.amount === undefined || raw.amount === null) return { amountMinor: undefined, currency: undefined }
  if (raw.currency === undefined || raw.currency === null) {
    return refusal('missing-field', '`currency` is missing', 'currency', 'an amount needs its currency')
  }
  const currency = readCurrency(raw.currency)
  if ('severity' in currency) return currency
  const amountMinor = readAmount(raw.amount, currency, reading)
  if (typeof amountMinor !== 'number') {
    const isNegative = amountMinor.code === 'negative-amount'
    return isNegative
      ? { ...amountMinor, suggestion: 'send it without a sign: the type says where it goes' }
      : amountMinor
  }
  warnOfCurrencyDates(currency, occurredAtMs, reading)
  return { amountMinor, currency: currency.code }
}

function missing(field: string): Problem {
  return refusal('missing-field', `\`${field}\` is missing`, field, NEEDED)
}

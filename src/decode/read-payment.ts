import type { Customer, MetadataType, Payment } from '../model/payment.ts'
import type { Problem } from '../model/problem.ts'
import type { EventRecord } from '../ports.ts'
import { fingerprintOf } from './card-number.ts'
import type { Decoded, PaymentRead } from './decoder.ts'
import { limitProblem } from './limits.ts'
import type { RawCustomer, RawDevice, RawPayment } from './payment-shape.ts'
import { PlainPayments } from './plain-payment.ts'
import { readAddress, readShipping } from './read-address.ts'
import { readCard } from './read-card.ts'
import { readEmail } from './read-email.ts'
import { checkId } from './read-id.ts'
import { readIp } from './read-ip.ts'
import { readMerchantCategory } from './read-merchant-category.ts'
import { readMetadata } from './read-metadata.ts'
import { readAmount, readCurrency, warnOfCurrencyDates } from './read-money.ts'
import { readOrder } from './read-order.ts'
import { readIdentifier, readText, readWord } from './read-text.ts'
import { countedAt, readOccurredAt, readOptionalTime, type TimeUnit } from './read-time.ts'
import { type Reading, warn } from './reading.ts'
import { redactedSummary, safeId } from './redacted-summary.ts'
import { refusal } from './refusal.ts'
import { isSecurityName } from './sensitive-names.ts'
import { asRawPayment, shapeProblem } from './validate.ts'
import { FieldWalk } from './walk-fields.ts'

export interface ReaderOptions {
  /** Keys the fingerprints of full card numbers. The same everywhere, or the same card will count as several. */
  secret: string | Buffer
  /** Fields that are kept under `metadata`, and what they hold. */
  metadataFields?: Readonly<Record<string, MetadataType>>
  /** What a time given as a number counts. Without it such a time is refused. */
  timeUnit?: TimeUnit
}

const NO_WARNINGS: readonly string[] = []
const HEADERS_MAX = 100

/** Parsed values to payments: the one path on which every format is validated and read. */
export class PaymentReader {
  private readonly secret: string | Buffer
  private readonly metadataFields: readonly (readonly [string, MetadataType])[]
  private readonly timeUnit: TimeUnit | undefined
  private readonly walk: FieldWalk
  private readonly plain: PlainPayments
  private readonly hash: (digits: string) => string

  constructor({ secret, metadataFields = {}, timeUnit }: ReaderOptions) {
    this.secret = secret
    // Security codes, tracks and PINs are dropped even where somebody declared them.
    this.metadataFields = Object.entries(metadataFields).filter(([name]) => !isSecurityName(name))
    this.timeUnit = timeUnit
    const declared = new Set(this.metadataFields.map(([name]) => name))
    this.walk = new FieldWalk(declared)
    this.plain = new PlainPayments(declared)
    this.hash = digits => fingerprintOf(digits, secret)
  }

  read(raw: unknown, record: EventRecord, reading: Reading): Decoded {
    const read = this.readOrRefuse(raw, record, reading)
    if ('code' in read) {
      return { kind: 'rejected', problem: read, summary: redactedSummary(raw), paymentId: safeId(raw) }
    }
    return { kind: 'payment', payment: read, warnings: reading.warnings ?? NO_WARNINGS }
  }

  /** Payments with any mistake are left to `read`, which says all that can be said about it. */
  readPlain(text: string, units: Uint8Array, record: EventRecord, reading: Reading): PaymentRead | undefined {
    const raw = this.plain.read(text, units, reading)
    if (raw === undefined) return undefined
    this.warnOfRecord(record, reading)
    const payment = this.build(raw, record, reading)
    if (!('code' in payment)) return { kind: 'payment', payment, warnings: reading.warnings ?? NO_WARNINGS }
    reading.verbatim = false
    reading.warnings = undefined
    return undefined
  }

  private readOrRefuse(raw: unknown, record: EventRecord, reading: Reading): Payment | Problem {
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
      return refusal('not-an-object', 'the value is no JSON object', undefined, 'send one payment per record')
    }
    const refused = this.walk.check(raw, reading)
    if (refused !== undefined) return limitProblem(refused)
    const problem = shapeProblem(raw)
    if (problem !== undefined) return problem
    this.warnOfRecord(record, reading)
    return this.build(asRawPayment(raw), record, reading)
  }

  private build(raw: RawPayment, record: EventRecord, reading: Reading): Payment | Problem {
    const idProblem = checkId(raw.id, 'id', reading) ?? checkId(raw.merchant?.id || undefined, 'merchant.id', reading)
    if (idProblem !== undefined) return idProblem
    const occurredAtMs = readOccurredAt(raw.occurredAt, this.timeUnit, reading)
    if (typeof occurredAtMs !== 'number') return occurredAtMs
    const countedAtMs = countedAt(occurredAtMs, record.timestampMs, reading)
    if (typeof countedAtMs !== 'number') return countedAtMs
    const currency = readCurrency(raw.currency)
    if ('severity' in currency) return currency
    const amountMinor = readAmount(raw.amount, currency, reading)
    if (typeof amountMinor !== 'number') return amountMinor
    warnOfCurrencyDates(currency, occurredAtMs, reading)

    return {
      id: raw.id,
      merchantId: raw.merchant?.id ?? '',
      merchantCategory: readMerchantCategory(raw.merchant?.mcc, reading),
      occurredAtMs,
      countedAtMs,
      status: raw.status ?? 'pending',
      declineCode: readText(raw.declineCode, reading),
      amountMinor,
      currency: currency.code,
      method: readWord(raw.method, reading),
      channel: readWord(raw.channel, reading),
      customer: this.readCustomer(raw.customer, reading),
      card: readCard(raw.card, reading, this.secret),
      ip: readIp(raw.ip, reading),
      device: this.readDevice(raw.device, reading),
      billing: readAddress(raw.billing, reading),
      shipping: readShipping(raw.shipping, reading),
      order: readOrder(raw.order, currency.digits, reading, this.hash),
      metadata: this.metadataFields.length === 0 ? undefined : readMetadata(raw, this.metadataFields, reading),
    }
  }

  private readCustomer(raw: RawCustomer | null | undefined, reading: Reading): Customer | undefined {
    if (raw === undefined || raw === null) return undefined
    return {
      id: readIdentifier(raw.id, reading, this.hash),
      email: readEmail(raw.email, reading),
      name: readText(raw.name, reading),
      phone: readText(raw.phone, reading),
      createdAtMs: readOptionalTime(raw.createdAt, this.timeUnit, reading),
    }
  }

  private readDevice(raw: RawDevice | null | undefined, reading: Reading): Payment['device'] {
    if (raw === undefined || raw === null) return undefined
    return { id: readIdentifier(raw.id, reading, this.hash), userAgent: readText(raw.userAgent, reading) }
  }

  private warnOfRecord(record: EventRecord, reading: Reading): void {
    // Files have neither keys nor a broker's time.
    if (record.key === null && record.timestampMs !== undefined) warn(reading, 'key-missing')
    const headers = record.headers
    if (headers === undefined) return
    let count = 0
    for (const name in headers) {
      const value = headers[name]
      count += Array.isArray(value) ? value.length : 1
    }
    if (count > HEADERS_MAX) warn(reading, 'headers-over-cap')
  }
}

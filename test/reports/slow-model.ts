import type { Period } from '../../src/reports/report.ts'
import type { MadeDesk, MadeOutcome, MadePayment } from './made-desk.ts'

/** The figures of a report worked out row by row, as one would on paper; shares no code with the statements. */
export class SlowModel {
  private readonly desk: MadeDesk
  private readonly isWithin: (time: string | null) => boolean
  private readonly fromMs: number
  private readonly toMs: number

  constructor(desk: MadeDesk, { fromMs, toMs }: Period) {
    this.desk = desk
    this.fromMs = fromMs
    this.toMs = toMs
    this.isWithin = time => time !== null && Date.parse(time) >= fromMs && Date.parse(time) < toMs
  }

  get payments(): MadePayment[] {
    return this.desk.payments.filter(each => this.isWithin(each.occurred_at))
  }

  get sales(): MadePayment[] {
    return this.payments.filter(({ status }) => status !== 'declined' && status !== 'blocked')
  }

  outcomes(type: string): MadeOutcome[] {
    return this.desk.outcomes.filter(each => each.type === type && this.isWithin(each.occurred_at))
  }

  paymentOf(outcome: MadeOutcome): MadePayment | undefined {
    return this.desk.payments.find(
      each => each.payment_id === outcome.payment_id && each.merchant_id === outcome.merchant_id,
    )
  }

  amountOf(outcome: MadeOutcome): number {
    return outcome.base_minor ?? this.paymentOf(outcome)?.base_minor ?? 0
  }

  figures(): Map<string, number | null> {
    const { desk, sales, payments, toMs, fromMs } = this
    const salesAmount = sum(sales.map(each => each.base_minor ?? 0))
    const decisions = desk.decisions.filter(each => this.isWithin(each.occurred_at))
    const ofAction = (action: string) => decisions.filter(each => each.action === action).length
    const declined = payments.filter(({ status }) => status === 'declined').length
    const open = desk.cases.filter(
      ({ opened_at, closed_at }) =>
        Date.parse(opened_at) < toMs && (closed_at === null || Date.parse(closed_at) >= toMs),
    )
    const ages = open.map(({ opened_at }) => (toMs - Date.parse(opened_at)) / 1000)
    const received = desk.cases.filter(each => this.isWithin(each.opened_at))
    const closed = desk.cases.filter(each => this.isWithin(each.closed_at) && Date.parse(each.opened_at) < toMs)
    const seconds = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 1000
    const figures = new Map<string, number | null>([
      ['Payments', payments.length],
      ['Sales', sales.length],
      ['Sales, amount', salesAmount],
      ['Declined', declined],
      ['Declined, share', over(declined, payments.length)],
      ['Sent to review', ofAction('review')],
      ['Sent to review, share', over(ofAction('review'), decisions.length)],
      ['Blocked', ofAction('block')],
      ['Blocked, share', over(ofAction('block'), decisions.length)],
      ['Cases received', received.length],
      ['Cases handled', closed.length],
      ['Backlog at the end', open.length],
      ['Median age of the backlog', median(ages)],
      ['Oldest of the backlog', ages.length === 0 ? null : Math.max(...ages)],
      [
        'Median time to first action',
        median(
          received.flatMap(each =>
            each.first_action_at === null ? [] : [seconds(each.opened_at, each.first_action_at)],
          ),
        ),
      ],
      ['Median time to resolution', median(closed.map(each => seconds(each.opened_at, each.closed_at!)))],
    ])
    for (const [type, title] of Object.entries(TITLES)) {
      const some = this.outcomes(type)
      const amount = sum(some.map(each => this.amountOf(each)))
      figures.set(title, some.length)
      figures.set(`${title}, amount`, amount)
      figures.set(`${title}, rate`, over(some.length, sales.length))
      figures.set(`${title}, rate by amount`, over(amount, salesAmount))
    }
    if (fromMs > toMs) throw new Error('a period runs forward')
    return figures
  }

  /** Number and amount by type and reason. */
  reasons(): Map<string, [number, number]> {
    const counted = new Map<string, [number, number]>()
    for (const type of Object.keys(TITLES)) {
      for (const outcome of this.outcomes(type)) {
        const key = `${type}/${outcome.reason || 'none given'}`
        const [number, amount] = counted.get(key) ?? [0, 0]
        counted.set(key, [number + 1, amount + this.amountOf(outcome)])
      }
    }
    return counted
  }

  /** Number and amount by reason. */
  declines(): Map<string, [number, number]> {
    const counted = new Map<string, [number, number]>()
    const add = (reason: string | null, by: number) => {
      const [number, amount] = counted.get(reason || 'none given') ?? [0, 0]
      counted.set(reason || 'none given', [number + 1, amount + by])
    }
    for (const each of this.payments) if (each.status === 'declined') add(each.decline_code, each.base_minor ?? 0)
    for (const each of this.outcomes('decline')) {
      if (this.paymentOf(each)?.status !== 'declined') add(each.reason, this.amountOf(each))
    }
    return counted
  }

  /** Payments, sales amount, declined, refunds, charged back by the value of a property. */
  byProperty(property: 'channel' | 'category' | 'card_bin'): Map<string, number[]> {
    const counted = new Map<string, number[]>()
    const row = (payment: MadePayment) => {
      const value = payment[property] || 'not given'
      if (!counted.has(value)) counted.set(value, [0, 0, 0, 0, 0])
      return counted.get(value)!
    }
    for (const each of this.payments) {
      const figures = row(each)
      figures[0]!++
      if (this.sales.includes(each)) figures[1]! += each.base_minor ?? 0
      if (each.status === 'declined') figures[2]!++
    }
    const back = new Set<MadePayment>()
    for (const type of ['refund', 'dispute', 'chargeback']) {
      for (const outcome of this.outcomes(type)) {
        const payment = this.paymentOf(outcome)
        if (payment === undefined) continue
        if (type === 'refund') row(payment)[3]!++
        else back.add(payment)
      }
    }
    for (const each of back) row(each)[4]!++
    return counted
  }

  /** Hits, bad, good by rule. `effective` is what a payment is labelled when several sources say something. */
  rules(): Map<string, [number, number, number]> {
    const counted = new Map<string, [number, number, number]>()
    for (const hit of this.desk.hits) {
      const isOf = (each: { merchant_id: string; payment_id: string }) =>
        each.payment_id === hit.payment_id && each.merchant_id === hit.merchant_id
      if (!this.isWithin(this.desk.decisions.find(isOf)!.occurred_at)) continue
      const label = this.desk.labels.find(isOf)?.label
      const [hits, bad, good] = counted.get(hit.rule) ?? [0, 0, 0]
      const isBad = label === 'fraud' || label === 'abuse'
      counted.set(hit.rule, [hits + 1, bad + (isBad ? 1 : 0), good + (label === 'legit' ? 1 : 0)])
    }
    return counted
  }
}

const TITLES: Record<string, string> = {
  refund: 'Refunds',
  dispute: 'Disputes',
  chargeback: 'Chargebacks',
  early_fraud_warning: 'Early fraud warnings',
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0)
}

function over(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

/** Halfway between the two in the middle where the number is even. */
function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2
}

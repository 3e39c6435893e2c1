import { addContent, type ContentSink } from '../model/content.ts'
import type { EventKind, EventStatus, VelocityEvent } from '../velocity/event.ts'
import { factName, keyOf } from './catalogue.ts'
import type { Facts } from './facts.ts'

/**
 * A payment as the velocity store sees it, or, in rule tests, what became of one whose facts are known. Reads the facts only
 * when asked.
 */
export class PaymentEvent implements VelocityEvent {
  readonly kind: EventKind
  private readonly facts: Facts

  constructor(facts: Facts, kind: EventKind = 'payment') {
    this.kind = kind
    this.facts = facts
  }

  get merchantId(): string {
    return this.facts.payment.merchantId
  }

  get id(): string {
    return this.facts.payment.id
  }

  get paymentId(): string {
    return this.facts.payment.id
  }

  get timeMs(): number {
    return this.facts.payment.countedAtMs
  }

  get occurredAtMs(): number {
    return this.facts.payment.occurredAtMs
  }

  get status(): EventStatus {
    return this.kind === 'payment' ? this.facts.payment.status : 'none'
  }

  get declineCode(): string {
    return this.facts.payment.declineCode ?? ''
  }

  get amountMinor(): number | undefined {
    return this.facts.amountBaseMinor
  }

  addContent(to: ContentSink): void {
    addContent(this.facts.payment, to)
  }

  value(name: string): string | number | boolean | readonly string[] | undefined {
    return factName(name)?.read(this.facts)
  }

  key(name: string): string | undefined {
    const row = factName(name)
    return row === undefined ? undefined : keyOf(row, this.facts)
  }
}

import type { Decoded } from '../decode/decoder.ts'
import { OUTCOME } from '../decode/outcome-shape.ts'
import { redactedSummary, safeId, safeText } from '../decode/redacted-summary.ts'
import { formatDecision } from '../engine/format-decision.ts'
import { formatReview } from '../engine/format-review.ts'
import type { Decision } from '../model/decision.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Payment } from '../model/payment.ts'
import type { EventRecord, Output } from '../ports.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'
import { type TraceHeaders, traceHeaders } from './trace-headers.ts'

type Rejection = Extract<Decoded, { kind: 'rejected' }>

/** The time of processing and the trace stand in headers, because the bytes of a decision must not depend on them. */
export function decisionOutput(decision: Decision, trace: TraceHeaders, processedAt: string): Output {
  return {
    topic: 'decisions',
    key: decision.paymentId,
    value: formatDecision(decision),
    headers: { 'tripline-processed-at': processedAt, traceparent: trace.traceparent },
  }
}

/** `written` is the output of the same decision: key, headers and most of the text are its own. */
export function reviewOutput(ruleset: Ruleset, decision: Decision, payment: Payment, written: Output): Output {
  return { ...written, topic: 'reviews', value: formatReview(ruleset, decision, payment, written.value) }
}

/** What went wrong, where the record lies, and a summary without secrets; never the record itself. */
export function deadLetterOf(record: EventRecord, { problem, summary, paymentId }: Rejection): Output {
  const { topic, partition, offset } = record
  return {
    topic: 'dead-letters',
    key: paymentId ?? `${topic}/${partition}/${offset}`,
    value: JSON.stringify({
      code: problem.code,
      field: problem.field,
      message: problem.message,
      suggestion: problem.suggestion,
      source: { topic, partition, offset: Number(offset) },
      paymentId,
      summary,
    }),
    headers: { 'tripline-code': problem.code, ...traceHeaders(record) },
  }
}

/** Two outcomes share a type and an id and are about different payments; the first one stands. */
export function outcomeConflict(outcome: Outcome): Rejection {
  const { id, type } = outcome
  const paymentId = safeText(outcome, 'paymentId')
  return {
    kind: 'rejected',
    problem: {
      code: 'id-conflict',
      severity: 'error',
      field: 'id',
      message: `another ${type} with this id came before, about another payment`,
      suggestion: 'give each outcome an id of its own within its type',
    },
    summary: redactedSummary({ type, id }, OUTCOME),
    ...(paymentId === undefined ? {} : { paymentId }),
  }
}

/** Two payments share an id and differ in more than their status; the first one stands. */
export function idConflict(payment: Payment): Rejection {
  const id = safeId(payment)
  return {
    kind: 'rejected',
    problem: {
      code: 'id-conflict',
      severity: 'error',
      field: 'id',
      message: 'another payment with this id and other content came before',
      suggestion: 'give each payment an id of its own; only status, declineCode and occurredAt may change',
    },
    summary: redactedSummary(payment),
    ...(id === undefined ? {} : { paymentId: id }),
  }
}

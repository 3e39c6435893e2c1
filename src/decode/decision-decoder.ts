import type { Decision } from '../model/decision.ts'
import type { Decoded } from './decoder.ts'
import { JsonDecoder } from './json-decoder.ts'
import { refusal } from './refusal.ts'

export interface DecisionRead {
  kind: 'decision'
  decision: Decision
}

/** A review carries its payment and more besides; a decision of an order with 500 lines is about 100 KiB. */
const RECORD_BYTES_MAX = 4 << 20

/** Decisions as this product writes them: the records of the decisions topic, or of the review topic. */
export function createDecisionDecoder(): JsonDecoder<DecisionRead> {
  return new JsonDecoder<DecisionRead>({ read: readDecision }, RECORD_BYTES_MAX)
}

function readDecision(raw: unknown): Decoded<DecisionRead> {
  if (!isDecision(raw)) {
    const problem = refusal(
      'not-an-object',
      'the value is no decision',
      undefined,
      'name the topic of decisions or reviews',
    )
    return { kind: 'rejected', problem, summary: '' }
  }
  const { check: _check, payment: _payment, ...decision } = raw as Decision & { check?: unknown; payment?: unknown }
  return { kind: 'decision', decision }
}

export function isDecision(value: unknown): value is Decision {
  if (typeof value !== 'object' || value === null) return false
  const { paymentId, action, score, ruleset, hits } = value as Record<string, unknown>
  const texts = [paymentId, action, ruleset].every(each => typeof each === 'string')
  return texts && typeof score === 'number' && Array.isArray(hits)
}

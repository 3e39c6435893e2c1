import { createHash } from 'node:crypto'
import { traceparentOf } from '../model/traceparent.ts'
import type { EventRecord } from '../ports.ts'

/**
 * One identifier follows a payment from its record to its case: the trace of W3C Trace Context
 * (https://www.w3.org/TR/trace-context/, version 00), in the header `traceparent` of everything that is written about it.
 */
export interface TraceHeaders {
  traceparent: string
}

const NOT_RECORDED = '00'

/**
 * The record's own trace where it has one. Else one that is made of its topic, partition and offset and of nothing else,
 * so that a record which comes again has the same; see `madeTrace`. `tracestate` is not passed on, which the specification
 * allows: it is free text, and what producers put into headers must not reach our topics.
 */
export function traceHeaders(record: EventRecord): TraceHeaders {
  return { traceparent: traceparentOf(record.headers) ?? madeTrace(record) }
}

/**
 * The trace's 32 digits can be read: 10 of the topic's hash, 8 of the partition, 14 of the offset. The span, which nobody
 * recorded, is their first 16. Costs no hash per record.
 */
function madeTrace({ topic, partition, offset }: EventRecord): string {
  const { before, after } = placeOf(topic, partition)
  return before + Number(offset).toString(16).padStart(14, '0') + after
}

/** What stands before and after the digits of the offset. */
interface Place {
  before: string
  after: string
}

const places = new Map<string, Place[]>()
/** A process reads one or two topics; files have a name each, and a long test many. */
const TOPICS_MAX = 1000

/** By topic and partition. Never all zeros, which the specification forbids. */
function placeOf(topic: string, partition: number): Place {
  const partitions = places.get(topic) ?? []
  if (partitions.length === 0) {
    if (places.size >= TOPICS_MAX) places.clear()
    places.set(topic, partitions)
  }
  partitions[partition] ??= makePlace(topicDigits(topic) + partition.toString(16).padStart(8, '0'))
  return partitions[partition]
}

function makePlace(digits: string): Place {
  return { before: `00-${digits}`, after: `-${digits.slice(0, 16)}-${NOT_RECORDED}` }
}

function topicDigits(topic: string): string {
  return `1${createHash('sha256').update(topic).digest('hex').slice(0, 9)}`
}

import { REMEDIES } from './remedies.ts'

/** Kafka's own names of errors that no waiting mends: somebody has to change a setting or a right. */
const HOPELESS = new Set([
  'CLUSTER_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'INCONSISTENT_GROUP_PROTOCOL',
  'INVALID_GROUP_ID',
  'INVALID_SESSION_TIMEOUT',
  'INVALID_TOPIC_EXCEPTION',
  'SASL_AUTHENTICATION_FAILED',
  'TOPIC_AUTHORIZATION_FAILED',
  'UNSUPPORTED_SASL_MECHANISM',
  'UNSUPPORTED_VERSION',
])
const HOPELESS_NAMES = new Set(['KafkaJSSASLAuthenticationError', 'KafkaJSNotImplemented'])

/** The group has given our partitions away, or is about to. */
const FENCED = new Set(['ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'REBALANCE_IN_PROGRESS', 'FENCED_INSTANCE_ID'])

const TOO_LARGE = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'])

export function isHopeless(error: unknown): boolean {
  return causesOf(error).some(
    ({ name, type }) => HOPELESS_NAMES.has(name) || (type !== undefined && HOPELESS.has(type)),
  )
}

export function isFenced(error: unknown): boolean {
  return causesOf(error).some(({ type }) => type !== undefined && FENCED.has(type))
}

export function isTooLarge(error: unknown): boolean {
  return causesOf(error).some(({ type }) => type !== undefined && TOO_LARGE.has(type))
}

export function isUnknownTopic(error: unknown): boolean {
  return causesOf(error).some(({ type }) => type === 'UNKNOWN_TOPIC_OR_PARTITION')
}

/** A bug, ours or the client's, or bytes that nobody can read: Kafka and the network are well, so waiting may not help. */
export function isUnreadableOrBug(error: unknown): boolean {
  const names = ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'BrokenBatch']
  return causesOf(error).some(({ name }) => names.includes(name))
}

/** The error's own words, and what to do where that is known. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const names = causesOf(error).flatMap(({ name, type, code }) => [code, type, name])
  const remedy = names.map(each => REMEDIES.get(each ?? '')).find(each => each !== undefined)
  // An outage that wraps the error has its words, and so the remedy, already.
  return remedy === undefined || message.includes(remedy) ? message : `${message}; ${remedy}`
}

/** kafkajs wraps errors in errors; the one that says what happened may lie at any depth. */
function causesOf(error: unknown): Cause[] {
  const found: Cause[] = []
  for (let each: unknown = error; each instanceof Error && found.length < 8; each = each.cause) {
    const type = 'type' in each && typeof each.type === 'string' ? each.type : undefined
    const code = codeOf(each)
    found.push({ name: each.name, type, code })
  }
  return found
}

interface Cause {
  name: string
  /** Kafka's own name of the error. */
  type: string | undefined
  /** Node's code of a failed connection. */
  code: string | undefined
}

/** Node has the same code, ECONNRESET, for a line that broke and for a server that hangs up on hearing TLS. */
function codeOf(error: Error): string | undefined {
  if (error.message.includes('before secure TLS connection was established')) return 'NO_TLS_ANSWER'
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

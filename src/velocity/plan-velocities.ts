import { columnOf, isHashedColumn } from './column.ts'
import { MixingHash } from './mixing-hash.ts'
import type { LogSpec, VelocityDefinition, VelocityPlan, WindowSpec } from './plan.ts'
import { COUNTED_BITS, COUNTRY_COLUMNS } from './record.ts'

const DAY_MS = 86_400_000

/** Late events are counted in windows as of their own time, so logs reach back this much further than their windows. */
export const LATENESS_MS = DAY_MS

/** A log to keep even when no velocity reads it yet, so that a velocity added later is warm at once. */
export interface KeepAlso {
  by: readonly string[]
  keepMs: number
}

/** The keys that analysts count by most. */
const USUAL_KEYS: readonly string[] = ['card.fingerprint', 'customer.id', 'email', 'device.id', 'ip']

const NUMERIC_FUNCTIONS: ReadonlySet<string> = new Set(['sum', 'avg', 'min', 'max', 'stddev', 'median', 'percentile'])

/** What a `where` may read to be answered from stored records. */
const PLAIN_COLUMNS: ReadonlySet<string> = new Set(['amount', 'status', ...COUNTRY_COLUMNS])

/** Of several standard keys, the log of the first in this order is read: the most particular, hence the shortest log. */
const KEY_PREFERENCE = [...USUAL_KEYS, 'shipping.address', 'billing.address']

/** Gives equal definitions one index and works out which logs an event goes to. Pure and stable across reloads. */
export function planVelocities(
  definitions: readonly VelocityDefinition[],
  keepAlso: readonly KeepAlso[] = [],
): VelocityPlan {
  const velocities = new Map<string, VelocityDefinition>()
  for (const definition of definitions) {
    const identity = velocityIdentity(definition)
    if (!velocities.has(identity)) velocities.set(identity, definition)
  }
  const logs = new Map<string, LogSpec>()
  const logNames: string[] = []
  for (const definition of velocities.values()) {
    const log = logFor(definition)
    const known = logs.get(log.name)
    logs.set(log.name, known === undefined ? log : { ...known, keepMs: Math.max(known.keepMs, log.keepMs) })
    logNames.push(log.name)
  }
  for (const kept of keepAlso) {
    const by = [...kept.by].sort()
    const name = by.join('+')
    const keepMs = Math.max(kept.keepMs + LATENESS_MS, logs.get(name)?.keepMs ?? 0)
    logs.set(name, { name, by, keepMs })
  }
  const names = [...logs.keys()]
  return {
    velocities: [...velocities.values()],
    logs: [...logs.values()],
    logOf: logNames.map(name => names.indexOf(name)),
  }
}

/** Equal for velocities that always have equal values: the name under which a plan knows a definition. */
export function velocityIdentity(definition: VelocityDefinition): string {
  let identity = identities.get(definition)
  if (identity === undefined) {
    identity = writeIdentity(definition)
    identities.set(definition, identity)
  }
  return identity
}

/** Definitions never change, and a reload asks for the identity of each many times. */
const identities = new WeakMap<VelocityDefinition, string>()

function writeIdentity(definition: VelocityDefinition): string {
  const { fn, field, percent, of, by, window, where, current } = definition
  return JSON.stringify([fn, field, percent ?? 0, of, [...by].sort(), window, where, current])
}

/** True when a velocity can be answered from the standard columns, so that it is warm at once. */
export function isWarm(definition: VelocityDefinition): boolean {
  return !needsOwnLog(definition)
}

function logFor(definition: VelocityDefinition): LogSpec {
  const by = [...definition.by].sort()
  const keepMs = windowReachMs(definition.window) + LATENESS_MS
  if (needsOwnLog(definition)) {
    return { name: `${by.join('+')}~${ownLogMark(definition)}`, by, own: definition, keepMs }
  }
  const within = by.every(name => isHashedColumn(columnOf(name)) || isCountry(name))
  const parent = within ? KEY_PREFERENCE.find(name => by.includes(name)) : undefined
  const keyedBy = parent === undefined ? by : [parent]
  return { name: keyedBy.join('+'), by: keyedBy, keepMs }
}

function needsOwnLog(definition: VelocityDefinition): boolean {
  return !isFieldStored(definition) || !(definition.whereHolds?.reads ?? []).every(name => PLAIN_COLUMNS.has(name))
}

function isFieldStored({ fn, field }: VelocityDefinition): boolean {
  if (fn === 'count' || ((fn === 'ratio' || fn === 'streak') && field in COUNTED_BITS)) return true
  if (NUMERIC_FUNCTIONS.has(fn)) return field === 'amount'
  return fn !== 'ratio' && columnOf(field) >= 0
}

/** How an own log's amount column is to be filled. */
export function ownField(definition: VelocityDefinition): 'amount' | 'number' | 'text' {
  if (isFieldStored(definition)) return 'amount'
  return NUMERIC_FUNCTIONS.has(definition.fn) || definition.fn === 'ratio' ? 'number' : 'text'
}

function ownLogMark(definition: VelocityDefinition): string {
  const hash = new MixingHash(1, 2)
  hash.start()
  const form = ownField(definition)
  hash.addText(form)
  hash.addText(form === 'amount' ? '' : definition.field)
  hash.addText(definition.where)
  hash.finish()
  return hash.high.toString(36) + hash.low.toString(36)
}

function isCountry(name: string): boolean {
  return (COUNTRY_COLUMNS as readonly string[]).includes(name)
}

/** How far back a window may look; a calendar's at most. */
export function windowReachMs(window: WindowSpec): number {
  if (window.kind === 'sliding') return window.ms
  if (window.kind === 'lifetime') return Number.POSITIVE_INFINITY
  return window.kind === 'calendar_day' ? 26 * 3_600_000 : 32 * DAY_MS
}

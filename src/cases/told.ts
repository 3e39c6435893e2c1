import type { Outcome } from '../model/outcome.ts'

/** One state of an outcome, as it was told; everything about cases is worked out of the set of these, in the order of their own times. */
export interface Told extends Outcome {
  /** In the base currency, minor units; undefined where it names no amount, or one without a rate. */
  baseMinor: number | undefined
}

/** What an event in a history calls such a state: `what`, `id` and its own time. */
export function toldKey(what: unknown, id: unknown, at: string): string {
  return JSON.stringify([what, id, at])
}

export function keyOfTold({ type, id, occurredAtMs }: Told): string {
  return toldKey(type, id, timeOf(occurredAtMs))
}

export function timeOf(ms: number): string {
  return new Date(ms).toISOString()
}

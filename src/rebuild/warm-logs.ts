import type { Decoder, OutcomeRead, PaymentRead } from '../decode/decoder.ts'
import type { Filling, History, LogRange } from '../ports.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'
import type { VelocityPlan } from '../velocity/plan.ts'
import { eventsOf } from './recount.ts'

export interface WarmOptions {
  ruleset: Ruleset
  /** Indexes of the plan's logs that are to be filled. */
  logs: readonly number[]
  history: History
  decoder: Decoder<PaymentRead | OutcomeRead>
  fill: Filling
  nowMs: number
  onProgress: (done: number, total: number) => void
  /** Runs the act again and again while it throws `Outage`. */
  waitOut: <T>(act: () => Promise<T>) => Promise<T>
}

export interface Warmed {
  recordsRead: number
  entriesAdded: number
  /** The broker's time from which records were wanted: minus infinity for all there are. */
  wantedFromMs: number
  /** True when partitions no longer hold everything from then on. */
  isHistoryCut: boolean
}

/**
 * Reads the payments of the longest window again and puts them into logs that do not have them, while the stream goes on:
 * each stands in a log once, whoever put it there. Outcomes of the past are not filled in.
 */
export async function warmLogs(options: WarmOptions): Promise<Warmed> {
  const { ruleset, history, decoder, fill, nowMs, onProgress, waitOut } = options
  const plan = planOf(ruleset.plan, options.logs)
  const wantedFromMs = nowMs - Math.max(...plan.logs.map(({ keepMs }) => keepMs))
  const ranges = await waitOut(() => rangesFrom(history, wantedFromMs))
  const total = ranges.reduce((sum, { from, to }) => sum + Number(to - from), 0)
  let recordsRead = 0
  let entriesAdded = 0
  onProgress(0, total)
  for await (const part of history.read(ranges)) {
    const { events } = await waitOut(() => eventsOf(part.records, decoder, ruleset))
    entriesAdded += await waitOut(() => fill(plan, events))
    recordsRead += Number(part.to - part.from)
    onProgress(recordsRead, total)
  }
  const isHistoryCut = ranges.some(({ from, isCut }) => isCut && from > 0n)
  return { recordsRead, entriesAdded, wantedFromMs, isHistoryCut }
}

/** A plan of nothing but these logs. */
function planOf({ logs }: VelocityPlan, wanted: readonly number[]): VelocityPlan {
  return { velocities: [], logs: wanted.map(index => logs[index]!), logOf: [] }
}

async function rangesFrom(history: History, fromMs: number): Promise<(LogRange & { isCut: boolean })[]> {
  const extents = await history.extents()
  const positions = Number.isFinite(fromMs) ? await history.positionsAt(Math.max(0, fromMs)) : []
  return extents.flatMap(({ topic, partition, low, high }) => {
    const found = positions.find(each => each.topic === topic && each.partition === partition)?.offset ?? low
    const from = found > low ? found : low
    return from < high ? [{ topic, partition, from, to: high, isCut: found <= low }] : []
  })
}

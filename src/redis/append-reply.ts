import { type EncodedBatch, isStatusChange } from '../velocity/encoded-batch.ts'
import { decodeFolded } from '../velocity/folded-bytes.ts'
import type { KeyCache } from '../velocity/key-cache.ts'
import { markChange } from '../velocity/mark-change.ts'
import { RECORD_BYTES } from '../velocity/record.ts'
import type { RecordFinder } from '../velocity/record-finder.ts'
import { type RecordLog, SLOT_BYTES } from '../velocity/record-log.ts'
import type { RemoteState } from '../velocity/remote-state.ts'
import type { Slab } from '../velocity/slab.ts'
import type { BatchPart, CallLogs } from './call-logs.ts'
import { HEADER_BYTES, type LogHeader, readHeader } from './log-header.ts'

/** How the script found a log: it answers one of these per log. */
export const LOG_STATE = {
  /** There was none. If records of this call went to it, it began with the call's epoch. */
  EMPTY: 0,
  /** As this process knew it. */
  KNOWN: 1,
  /** As this process knew it, and longer: the rest follows. */
  LONGER: 2,
  /** Not known, or not as this process knew it: all of it follows. */
  OTHER: 3,
} as const

/** What this process keeps of logs, and whom it tells. */
export interface Copies {
  slab: Slab
  records: RecordFinder
  keys: KeyCache
  keepMs: (log: RecordLog) => number
  /** Called for each log that was known and is gone, begun anew or shorter than it was. */
  onLost: () => void
  /** Called for each log when its copy is up to date, with a cell of it. */
  onRead: (log: RecordLog, batch: EncodedBatch, cell: number) => void
}

/** Takes over how an event was judged. */
export function applyJudgement(batch: EncodedBatch, event: number, judged: number, slab: Slab): void {
  batch.judged[event] = judged
  if (isStatusChange(judged)) markChange(batch, event, slab)
}

/**
 * Brings a process's copies up to what the script answered, from byte `start` of the reply on: what others had appended,
 * then our own records, which need no copying because this process made them. `appends` tells of which cells.
 */
export function applyLogs(
  reply: Buffer,
  start: number,
  call: CallLogs,
  copies: Copies,
  appends: (cell: number) => boolean,
): void {
  const { plan, batch } = call.part
  const { serial, width } = batch
  let at = start
  for (const number of call.inOrder()) {
    const log = call.log(number)
    const remote = call.remote(number)
    const state = reply[at++]!
    let bytes = 0
    if (state === LOG_STATE.LONGER || state === LOG_STATE.OTHER) {
      bytes = reply.readUInt32LE(at)
      at += 4
    }
    call.noteRead(number, remote)
    const dropped = log.settle(serial, plan.logs[number % width]!.keepMs)
    if (dropped > 0) copies.keys.grew(-SLOT_BYTES * dropped)
    if (state !== LOG_STATE.KNOWN) takeOver(log, remote, state, reply, at, bytes, call.part, copies)
    at += bytes
    appendOwn(log, remote, number, call, copies, appends)
    copies.onRead(log, batch, call.from + number)
  }
}

/** After this, the copy holds what was in the log before the call. */
function takeOver(
  log: RecordLog,
  remote: RemoteState,
  state: number,
  reply: Buffer,
  start: number,
  bytes: number,
  part: BatchPart,
  copies: Copies,
): void {
  if (state === LOG_STATE.LONGER) {
    appendCopies(log, reply, start, start + bytes, copies)
    remote.bytes += bytes
    return
  }
  const begun = {
    epochHigh: part.epoch.readInt32LE(0),
    epochLow: part.epoch.readInt32LE(4),
    foldedBytes: 0,
    base: 0,
  }
  const header = state === LOG_STATE.EMPTY ? begun : readHeader(reply, start)
  if (remote.bytes > 0 && isLost(remote, header, bytes)) copies.onLost()
  log.clear()
  const { epochHigh, epochLow, foldedBytes, base } = header
  Object.assign(remote, { epochHigh, epochLow, foldedBytes, base, bytes, generation: part.generation })
  const recordsFrom = start + HEADER_BYTES + foldedBytes
  if (base > 0) {
    const folded = foldedBytes === 0 ? undefined : decodeFolded(reply.subarray(start + HEADER_BYTES, recordsFrom))
    log.beginAt(base, folded)
    copies.keys.grew(folded?.heldBytes ?? 0)
  }
  appendCopies(log, reply, recordsFrom, start + bytes, copies)
}

/** A log that only another process has compacted is not lost: its beginning moved on, and half of its epoch stayed. */
function isLost(known: RemoteState, found: LogHeader, bytes: number): boolean {
  const isCompacted = found.epochHigh === known.epochHigh && found.base > known.base
  if (isCompacted) return false
  return bytes < known.bytes || found.epochHigh !== known.epochHigh || found.epochLow !== known.epochLow
}

function appendCopies(log: RecordLog, reply: Buffer, start: number, end: number, copies: Copies): void {
  const { slab, records, keys } = copies
  for (let at = start; at + RECORD_BYTES <= end; at += RECORD_BYTES) {
    const held = records.find(reply, at)
    if (held >= 0) {
      log.append(held)
      continue
    }
    const slot = slab.allocate()
    slab.copyFrom(slot, reply, at)
    records.offer(slot)
    log.append(slot)
    slab.release(slot)
  }
  keys.grew(SLOT_BYTES * ((end - start) / RECORD_BYTES))
}

function appendOwn(
  log: RecordLog,
  remote: RemoteState,
  number: number,
  call: CallLogs,
  { keys, records: finder }: Copies,
  appends: (cell: number) => boolean,
): void {
  let appended = 0
  const { positions, records } = call.part.batch
  const { next } = call.cells
  for (let at = number; at >= 0; at = next[at]!) {
    const cell = call.from + at
    if (!appends(cell)) continue
    finder.offer(records[cell]!)
    positions[cell] = log.append(records[cell]!)
    appended++
  }
  if (appended === 0) return
  keys.grew(SLOT_BYTES * appended)
  remote.bytes = (remote.bytes || HEADER_BYTES) + appended * RECORD_BYTES
}

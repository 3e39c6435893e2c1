import type { EncodedBatch } from '../velocity/encoded-batch.ts'
import { JUDGED } from '../velocity/encoded-batch.ts'
import { decodeFolded } from '../velocity/folded-bytes.ts'
import type { KeyCache } from '../velocity/key-cache.ts'
import { markChange } from '../velocity/mark-change.ts'
import { RECORD_BYTES } from '../velocity/record.ts'
import type { RecordLog, RemoteState } from '../velocity/record-log.ts'
import type { Slab } from '../velocity/slab.ts'
import type { AppendRequest } from './append-request.ts'
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

export interface ReplySurroundings {
  slab: Slab
  keys: KeyCache
  keepMs: (log: RecordLog) => number
  /** Of the connection that answered. */
  generation: number
  /** Called for each log that was known and is gone, begun anew or shorter than it was. */
  onLost: () => void
  /** Called for each log when its copy is up to date. */
  onRead: (log: RecordLog) => void
}

/**
 * Brings a process's copies up to what the script answered: what others had appended, then our own records, which need no
 * copying because this process made them.
 */
export function applyReply(
  reply: Buffer,
  request: AppendRequest,
  batch: EncodedBatch,
  surroundings: ReplySurroundings,
): void {
  const { slab } = surroundings
  let at = 0
  for (let event = request.from; event < request.to; event++) {
    batch.judged[event] = reply[at++]!
    if (batch.judged[event] === JUDGED.CHANGED || batch.judged[event] === JUDGED.CHANGED_QUIETLY) {
      markChange(batch, event, slab)
    }
  }
  request.noteLifetimes()
  for (let number = 0; number < request.logs.length; number++) {
    const log = request.logs[number]!
    const state = reply[at++]!
    let bytes = 0
    if (state === LOG_STATE.LONGER || state === LOG_STATE.OTHER) {
      bytes = reply.readUInt32LE(at)
      at += 4
    }
    surroundings.keys.grew(-8 * log.settle(batch.serial, surroundings.keepMs(log)))
    takeOver(log, request.remotes[number]!, state, reply, at, bytes, request, surroundings)
    at += bytes
    appendOwn(log, number, request, batch, surroundings)
    surroundings.onRead(log)
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
  request: AppendRequest,
  surroundings: ReplySurroundings,
): void {
  if (state === LOG_STATE.KNOWN) return
  if (state === LOG_STATE.LONGER) {
    appendCopies(log, reply, start, start + bytes, surroundings)
    remote.bytes += bytes
    return
  }
  const begun = {
    epochHigh: request.epoch.readUInt32LE(0),
    epochLow: request.epoch.readUInt32LE(4),
    foldedBytes: 0,
    base: 0,
  }
  const header = state === LOG_STATE.EMPTY ? begun : readHeader(reply, start)
  if (remote.bytes > 0 && isLost(remote, header, bytes)) surroundings.onLost()
  log.clear()
  const { epochHigh, epochLow, foldedBytes, base } = header
  Object.assign(remote, { epochHigh, epochLow, foldedBytes, base, bytes, generation: surroundings.generation })
  const recordsFrom = start + HEADER_BYTES + foldedBytes
  if (base > 0) {
    const folded = foldedBytes === 0 ? undefined : decodeFolded(reply.subarray(start + HEADER_BYTES, recordsFrom))
    log.beginAt(base, folded)
    surroundings.keys.grew(folded?.heldBytes ?? 0)
  }
  appendCopies(log, reply, recordsFrom, start + bytes, surroundings)
}

/** A log that only another process has compacted is not lost: its beginning moved on, and half of its epoch stayed. */
function isLost(known: RemoteState, found: LogHeader, bytes: number): boolean {
  const isCompacted = found.epochHigh === known.epochHigh && found.base > known.base
  if (isCompacted) return false
  return bytes < known.bytes || found.epochHigh !== known.epochHigh || found.epochLow !== known.epochLow
}

function appendCopies(
  log: RecordLog,
  reply: Buffer,
  start: number,
  end: number,
  { slab, keys }: ReplySurroundings,
): void {
  for (let at = start; at + RECORD_BYTES <= end; at += RECORD_BYTES) {
    const slot = slab.allocate()
    slab.copyFrom(slot, reply, at)
    log.append(slot)
    slab.release(slot)
  }
  keys.grew(8 * ((end - start) / RECORD_BYTES))
}

function appendOwn(
  log: RecordLog,
  number: number,
  request: AppendRequest,
  batch: EncodedBatch,
  { keys }: ReplySurroundings,
): void {
  let appended = 0
  const remote = request.remotes[number]!
  request.eachCell(number, cell => {
    if (!batch.appends(request.eventOf(cell))) return
    batch.positions[cell] = log.append(batch.records[cell]!)
    appended++
  })
  keys.grew(8 * appended)
  if (appended > 0) remote.bytes = (remote.bytes || HEADER_BYTES) + appended * RECORD_BYTES
}

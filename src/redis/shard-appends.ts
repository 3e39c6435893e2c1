import type { RecordLog } from '../velocity/record-log.ts'
import { applyLogs, type Copies } from './append-reply.ts'
import { type BatchPart, nextPartSerial, PartCells } from './call-logs.ts'
import { APPEND } from './lua/append.ts'
import { marked, STATE_LOST } from './lua/marked.ts'
import { type MarkArguments, noteCompactions } from './mark-arguments.ts'
import { scriptOf } from './script.ts'
import type { CountingTools, Shards } from './servers.ts'
import type { ShardCall } from './shard-calls.ts'
import { ShardRequest } from './shard-request.ts'

const APPENDING = scriptOf(APPEND)
const APPENDING_MARKED = scriptOf(marked(APPEND))

export interface ShardAppends {
  /** Cells whose logs are read. */
  asks: (cell: number) => boolean
  /** Cells whose records are appended: each is asked for too. */
  appends: (cell: number) => boolean
  /** By shard. Where there are any, every shard is called: one that was lost has to be noticed, whoever's keys it had. */
  guards?: readonly MarkArguments[]
}

/**
 * Appends records of events that are judged already, and brings this process's copies up to date: one call for each
 * shard, all at once. False when the state that the guards are about is gone on some shard.
 */
export async function appendOnShards(
  shards: Shards,
  part: BatchPart,
  { copies, whenRead, onRoundTrip, onRead }: CountingTools,
  { asks, appends, guards = [] }: ShardAppends,
): Promise<boolean> {
  const { batch, from, to } = part
  const cells = new PartCells((to - from) * batch.width)
  const serial = nextPartSerial()
  const requests: (ShardRequest | undefined)[] = guards.map(() => new ShardRequest(part, cells, serial))
  for (let cell = from * batch.width; cell < to * batch.width; cell++) {
    const log = batch.logs[cell]
    if (log === undefined || !asks(cell)) continue
    const shard = shards.shardOfCell(batch, cell)
    requests[shard] ??= new ShardRequest(part, cells, serial)
    requests[shard].add(cell, log, appends(cell))
  }
  const calls = requests.flatMap((request, shard): ShardCall[] => {
    if (request === undefined) return []
    const guard = guards[shard]
    const script = guard === undefined ? APPENDING : APPENDING_MARKED
    return [{ shard, script, pack: (frame, how) => request.pack(frame, how, copies.slab, guard) }]
  })
  if (calls.length === 0) return true
  onRoundTrip()
  const replies = await shards.call(calls)
  await whenRead()
  let isSame = true
  for (const [number, { shard }] of calls.entries()) {
    const reply = replies[number]!
    const { logs } = requests[shard]!
    const guard = guards[shard]
    if (guard !== undefined && reply[0] === STATE_LOST) isSame = false
    else {
      onRead(logs.size, logs.unknown)
      if (guard !== undefined) noteCompactions(guard, logs, reply)
      applyLogs(reply, 0, logs, copies, appends)
    }
  }
  return isSame
}

/** True when we have a copy of the log; it may lack what others have appended since. */
export function isRead({ remote }: RecordLog, { generation }: BatchPart): boolean {
  return remote !== undefined && remote.bytes > 0 && remote.generation === generation
}

/**
 * True when the record of a known event is not in our copy of the log. Should another process append it at this moment,
 * it will be there twice, and readers drop the second. Records that a log has let go of for their age are not missed.
 */
export function isMissing(cell: number, { batch }: BatchPart, { slab, keepMs }: Copies): boolean {
  const log = batch.logs[cell]!
  const slot = batch.records[cell]!
  return log.find(slab.idHigh(slot), slab.idLow(slot)) < 0 && log.reaches(slab.time(slot), keepMs(log))
}

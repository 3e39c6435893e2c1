import { JUDGED } from '../velocity/encoded-batch.ts'
import type { IdentityTable } from '../velocity/identity-table.ts'
import { judgeInBatch } from '../velocity/judge.ts'
import type { BatchPart } from './call-logs.ts'
import type { CountingTools, Shards } from './servers.ts'
import { appendOnShards, isMissing } from './shard-appends.ts'

const COUNTED: ReadonlySet<number> = new Set([JUDGED.NEW, JUDGED.DUPLICATE, JUDGED.CHANGED, JUDGED.CHANGED_AGAIN])

/**
 * Judges the events of some parts by what was read so far, puts their records into the logs that lack them, and answers
 * how many that were. First the logs are read, so that nothing is written that is there.
 */
export async function fillLogs(
  shards: Shards,
  parts: readonly BatchPart[],
  identities: IdentityTable,
  tools: CountingTools,
): Promise<number> {
  let filled = 0
  for (const part of parts) {
    for (let event = part.from; event < part.to; event++) judgeInBatch(part.batch, event, identities, tools.copies.slab)
    await shards.ready()
    filled += await fillPart(shards, part, tools)
  }
  return filled
}

async function fillPart(shards: Shards, part: BatchPart, tools: CountingTools): Promise<number> {
  const { batch, from, to } = part
  // Repeats too: the call in which the event was new may have broken off.
  const isCounted = (cell: number): boolean => COUNTED.has(batch.judged[Math.floor(cell / batch.width)]!)
  await appendOnShards(shards, part, tools, { asks: isCounted, appends: () => false })
  const missing = new Set<number>()
  for (let cell = from * batch.width; cell < to * batch.width; cell++) {
    if (batch.logs[cell] === undefined || !isCounted(cell) || !isMissing(cell, part, tools.copies)) continue
    missing.add(cell)
    tools.copies.slab.setMayRepeat(batch.records[cell]!)
  }
  const isAsked = (cell: number): boolean => missing.has(cell)
  await appendOnShards(shards, part, tools, { asks: isAsked, appends: isAsked })
  return missing.size
}

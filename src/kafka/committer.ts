import { setTimeout as sleep } from 'node:timers/promises'
import type { Epoch } from './epoch.ts'
import { isFenced } from './failure.ts'
import type { OwnedPartition } from './owned-partition.ts'
import { persist } from './persist.ts'

/**
 * Since Kafka 4 a broker lets commits linger for 5 ms, so a pipeline that waited for each would be held up by it. What is
 * done meanwhile goes together in the next request.
 */
const PAUSE_MS = 20

/** Commits what is done, one request at a time, behind the back of the pipeline. */
export class Committer {
  private readonly onOutage: (reason: string | undefined) => void
  private readonly signal: AbortSignal
  private readonly underway = new Map<Epoch, Promise<void>>()

  /** `signal` ends the retries of a broker that does not answer, when the process cannot wait any longer. */
  constructor(onOutage: (reason: string | undefined) => void, signal: AbortSignal) {
    this.onOutage = onOutage
    this.signal = signal
  }

  /** Notes that everything before these offsets is done; the commit follows within milliseconds. */
  markDone(epoch: Epoch, ends: ReadonlyMap<OwnedPartition, bigint>): void {
    if (epoch.isLost) return
    for (const [partition, end] of ends) {
      if (end > partition.done) partition.done = end
    }
    if (!this.underway.has(epoch)) {
      this.underway.set(
        epoch,
        this.drain(epoch).finally(() => this.underway.delete(epoch)),
      )
    }
  }

  /** Resolves when the broker has everything that is done, or when the epoch is lost and it is no longer ours to commit. */
  async flush(epoch: Epoch): Promise<void> {
    await this.underway.get(epoch)
    if (!epoch.isLost) await this.send(epoch)
  }

  private async drain(epoch: Epoch): Promise<void> {
    while (!epoch.isLost && !this.signal.aborted && hasUncommitted(epoch)) {
      await this.send(epoch)
      await sleep(PAUSE_MS)
    }
  }

  private async send(epoch: Epoch): Promise<void> {
    const sent = epoch.partitions.filter(isUncommitted).map(partition => ({ partition, end: partition.done }))
    if (sent.length === 0) return
    try {
      await persist(() => request(epoch, sent), {
        isFinal: error => isFenced(error) || epoch.isLost,
        onOutage: this.onOutage,
        signal: this.signal,
      })
    } catch (error) {
      if (isFenced(error)) epoch.lose(error as Error)
      return
    }
    for (const { partition, end } of sent) partition.committed = end
  }
}

/** The generation is read in the same turn of the event loop as the check, so the broker can tell an old epoch's commit. */
async function request(epoch: Epoch, sent: readonly { partition: OwnedPartition; end: bigint }[]): Promise<void> {
  if (epoch.isLost) throw new Error('the partitions are no longer ours')
  const topics = new Map<string, { partition: number; offset: string }[]>()
  for (const { partition, end } of sent) {
    const offsets = topics.get(partition.topic) ?? []
    offsets.push({ partition: partition.partition, offset: end.toString() })
    topics.set(partition.topic, offsets)
  }
  await epoch.commitOffsets?.({ topics: [...topics].map(([topic, partitions]) => ({ topic, partitions })) })
}

function isUncommitted({ done, committed }: OwnedPartition): boolean {
  return done > committed
}

function hasUncommitted(epoch: Epoch): boolean {
  return epoch.partitions.some(isUncommitted)
}

import type { Counted, VelocityStore } from '../ports.ts'
import { Counting } from './counting.ts'
import type { EncodedBatch } from './encoded-batch.ts'
import type { VelocityEvent } from './event.ts'
import { IdentityTable } from './identity-table.ts'
import { judgeInBatch } from './judge.ts'
import type { VelocityPlan } from './plan.ts'

export interface MemoryStoreOptions {
  /** Keys the hashes of keys and columns. Two stores with one secret take the same values for equal. */
  secret: string
  /** Decimals of the base currency: 2 for USD, 0 for JPY. */
  baseDigits: number
  /** About how much to hold. Beyond it the keys that were not used for longest are forgotten. 1 GiB unless said. */
  bytesMax?: number
}

/**
 * Keeps every log in this process. Forgets records older than any window needs, seen from the newest of their log.
 *
 * What `count` answers stays valid until the next `count` resolves, so one batch may be sent while another is decided.
 */
export function createMemoryStore(options: MemoryStoreOptions): MemoryStore {
  return new StoreInMemory(options)
}

export interface MemoryStore extends VelocityStore {
  /** Roughly what is held of keys, logs and records. */
  readonly heldBytes: number
}

const BYTES_MAX = 2 ** 30

class StoreInMemory implements MemoryStore {
  private readonly counting: Counting
  private readonly identities: IdentityTable

  constructor({ secret, baseDigits, bytesMax = BYTES_MAX }: MemoryStoreOptions) {
    this.counting = new Counting({ secret, baseDigits, bytesMax: bytesMax * 0.8, keepsTexts: false })
    this.identities = new IdentityTable(bytesMax * 0.2)
  }

  async count(plan: VelocityPlan, events: readonly VelocityEvent[]): Promise<Counted[]> {
    const batch = this.counting.encode(plan, events)
    for (let event = 0; event < batch.size; event++) this.append(plan, batch, event)
    return this.counting.counted(plan, batch)
  }

  get heldBytes(): number {
    return this.counting.keys.bytes
  }

  async close(): Promise<void> {}

  private append(plan: VelocityPlan, batch: EncodedBatch, event: number): void {
    const { slab, keys } = this.counting
    judgeInBatch(batch, event, this.identities, slab)
    if (!batch.appends(event)) return
    for (let log = 0; log < batch.width; log++) {
      const cell = event * batch.width + log
      const target = batch.logs[cell]
      if (target === undefined) continue
      const dropped = target.settle(batch.serial, plan.logs[log]!.keepMs)
      batch.positions[cell] = target.append(batch.records[cell]!)
      keys.grew(8 * (1 - dropped))
    }
  }
}

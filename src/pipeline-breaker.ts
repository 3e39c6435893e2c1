import type { Decoded, OutcomeRead, PaymentRead } from './decode/decoder.ts'
import type { EventBatch, PartitionPlace } from './ports.ts'

export interface BreakerLimits {
  /** Share of a partition's records that may become dead letters within a minute; 1 lets everything through. */
  deadLetterShareMax: number
  /** Fewer dead letters than this within a minute never trip it: one bad record in a quiet hour is no flood. */
  deadLettersMin?: number
  /** How often a partition that is held back is tried again. */
  retryMs?: number
  /** Told all partitions that are held back, each with its reason, whenever that changes. */
  onHeld?: (held: readonly string[]) => void
}

/** What a decoder made of a record. */
type Read = Decoded<PaymentRead | OutcomeRead>

interface Slot {
  sinceMs: number
  records: number
  refused: number
}

interface Held {
  reason: string
  batch: EventBatch
  release: () => void
}

const WINDOW_MS = 60_000
const SLOT_MS = 5_000
const RETRY_MS = 5_000

/**
 * Keeps a flood of unreadable records (a changed schema, a broken producer) out of the dead letters: once too large a
 * share of a partition's records of a minute is refused, that partition is held back and waits for a person; the others go
 * on. It is tried again every few seconds, so it goes on by itself once its records can be read. Good payments behind
 * a small flood trickle on, because a new minute begins with new room for `deadLettersMin`.
 */
export class PoisonBreaker {
  private readonly limits: Required<BreakerLimits>
  private readonly slots = new Map<string, Slot[]>()
  private readonly held = new Map<string, Held>()
  private readonly pardoned = new Set<string>()
  private retry: NodeJS.Timeout | undefined

  constructor(limits: BreakerLimits) {
    this.limits = { deadLettersMin: 50, retryMs: RETRY_MS, onHeld: () => undefined, ...limits }
  }

  /** Judges a batch partition by partition; what is held back leaves the batch. Answers what was decoded of the rest. */
  sift<D extends Read>(nowMs: number, batch: EventBatch, decoded: readonly D[]): readonly D[] {
    if (this.held.size + this.pardoned.size === 0 && decoded.every(each => each.kind !== 'rejected')) {
      for (const [place, { records }] of partitionsOf(batch, decoded)) this.note(nowMs, nameOf(place), records, 0)
      return decoded
    }
    const before = [...batch.records]
    for (const [place, { records, codes }] of partitionsOf(batch, decoded)) {
      const reason = this.judge(nowMs, nameOf(place), records, codes)
      if (reason !== undefined) this.hold(batch, place, reason)
      else if (this.held.delete(nameOf(place))) this.tell()
    }
    if (batch.records.length === before.length) return decoded
    const left = new Set(batch.records)
    return decoded.filter((_, at) => left.has(before[at]!))
  }

  /**
   * A person has looked: what is held back may go to the dead letters, until a batch of that partition is within the limit
   * again.
   */
  letGo(): void {
    for (const name of this.held.keys()) this.pardoned.add(name)
    this.tryAgain()
  }

  close(): void {
    clearInterval(this.retry)
    this.held.clear()
  }

  /** Counts a partition's part of a batch in, or answers why it has to wait and leaves it out. */
  private judge(nowMs: number, name: string, records: number, codes: readonly string[]): string | undefined {
    const { deadLetterShareMax, deadLettersMin } = this.limits
    const refused = codes.length
    if (this.pardoned.has(name)) {
      // What was let go is not held against the records that come after it.
      if (refused > records * deadLetterShareMax) return undefined
      this.pardoned.delete(name)
    }
    const slots = this.slotsOf(nowMs, name)
    const seen = slots.reduce((sum, slot) => sum + slot.records, records)
    const bad = slots.reduce((sum, slot) => sum + slot.refused, refused)
    const isFlood = refused > 0 && bad >= deadLettersMin && bad > seen * deadLetterShareMax
    if (isFlood) {
      const percent = Math.round((100 * bad) / seen)
      return `${percent} % of the last minute's records cannot be read, most often \`${commonest(codes)}\`: mend the producer or the schema, or send SIGUSR2 to let them go to the dead letters`
    }
    this.note(nowMs, name, records, refused)
    return undefined
  }

  private note(nowMs: number, name: string, records: number, refused: number): void {
    const slots = this.slotsOf(nowMs, name)
    const last = slots.at(-1)
    if (last !== undefined && nowMs - last.sinceMs < SLOT_MS) {
      last.records += records
      last.refused += refused
    } else {
      slots.push({ sinceMs: nowMs, records, refused })
    }
  }

  private slotsOf(nowMs: number, name: string): Slot[] {
    const slots = (this.slots.get(name) ?? []).filter(slot => Math.abs(nowMs - slot.sinceMs) < WINDOW_MS)
    this.slots.set(name, slots)
    return slots
  }

  private hold(batch: EventBatch, place: PartitionPlace, reason: string): void {
    const release = batch.holdBack(place)
    this.held.set(nameOf(place), { reason, batch, release })
    this.tell()
    this.retry ??= setInterval(() => this.tryAgain(), this.limits.retryMs).unref()
  }

  /** The next batch of a partition says whether it stays held; one that went to another process is judged there. */
  private tryAgain(): void {
    for (const [name, { batch, release }] of this.held) {
      if (batch.isOwned()) release()
      else this.held.delete(name)
    }
    this.tell()
    if (this.held.size > 0) return
    clearInterval(this.retry)
    this.retry = undefined
  }

  private tell(): void {
    this.limits.onHeld([...this.held].map(([name, { reason }]) => `${name}: ${reason}`))
  }
}

interface Part {
  records: number
  /** Of the refused records. */
  codes: string[]
}

function partitionsOf({ records }: EventBatch, decoded: readonly Read[]): Map<PartitionPlace, Part> {
  const parts = new Map<string, [PartitionPlace, Part]>()
  let current: [PartitionPlace, Part] | undefined
  records.forEach((record, at) => {
    // Records of a partition stand together, so the map is asked once per partition and not once per record.
    if (current === undefined || !isSamePlace(current[0], record)) current = partOf(parts, record)
    const [, part] = current
    const each = decoded[at]!
    part.records++
    if (each.kind === 'rejected') part.codes.push(each.problem.code)
  })
  return new Map(parts.values())
}

function partOf(parts: Map<string, [PartitionPlace, Part]>, { topic, partition }: PartitionPlace) {
  const name = nameOf({ topic, partition })
  const part: [PartitionPlace, Part] = parts.get(name) ?? [
    { topic, partition },
    { records: 0, codes: [] },
  ]
  parts.set(name, part)
  return part
}

function isSamePlace(a: PartitionPlace, b: PartitionPlace): boolean {
  return a.partition === b.partition && a.topic === b.topic
}

function nameOf({ topic, partition }: PartitionPlace): string {
  return `${topic}[${partition}]`
}

function commonest(codes: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1)
  return [...counts].reduce((most, each) => (each[1] > most[1] ? each : most), ['', 0] as [string, number])[0]
}

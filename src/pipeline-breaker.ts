import { Outage } from './model/problem.ts'

export interface BreakerLimits {
  /** Share of records that may become dead letters within a minute; 1 lets everything through. */
  deadLetterShareMax: number
  /** Fewer dead letters than this within a minute never trip it: one bad record in a quiet hour is no flood. */
  deadLettersMin?: number
}

const WINDOW_MS = 60_000
const SLOT_MS = 5_000

/**
 * Keeps a flood of unreadable records (a changed schema, a broken producer) out of the dead letters: once too large a
 * share of a minute's records is refused, the stream waits for a person instead. Good payments behind the flood trickle on,
 * because a new minute begins with new room for `deadLettersMin`.
 */
export class PoisonBreaker {
  private readonly shareMax: number
  private readonly deadLettersMin: number
  private slots: { sinceMs: number; records: number; refused: number }[] = []

  constructor({ deadLetterShareMax, deadLettersMin = 50 }: BreakerLimits) {
    this.shareMax = deadLetterShareMax
    this.deadLettersMin = deadLettersMin
  }

  /** Counts a batch in, with the problem codes of its refused records, or throws `Outage('input')` and leaves it out. */
  admit(nowMs: number, records: number, codes: readonly string[]): void {
    const refused = codes.length
    this.slots = this.slots.filter(slot => slot.sinceMs > nowMs - WINDOW_MS)
    const seen = this.slots.reduce((sum, slot) => sum + slot.records, records)
    const bad = this.slots.reduce((sum, slot) => sum + slot.refused, refused)
    if (refused > 0 && bad >= this.deadLettersMin && bad > seen * this.shareMax) {
      const percent = Math.round((100 * bad) / seen)
      throw new Outage(
        'input',
        `${percent} % of the last minute's records cannot be read, most often \`${commonest(codes)}\`: mend the producer or the schema, or raise dead_letters.share_max to let them go to the dead letters`,
      )
    }
    const slot = this.slots.at(-1)
    if (slot !== undefined && nowMs - slot.sinceMs < SLOT_MS) {
      slot.records += records
      slot.refused += refused
    } else {
      this.slots.push({ sinceMs: nowMs, records, refused })
    }
  }
}

function commonest(codes: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1)
  return [...counts].reduce((most, each) => (each[1] > most[1] ? each : most), ['', 0] as [string, number])[0]
}

import type { SimulationReport } from './simulation.ts'

const SHOWN_MAX = 5

/** Adds simulations up. */
export class Tally {
  /** What `npm run simulate` needs to play the same. */
  private readonly flags: string

  constructor(flags = '') {
    this.flags = flags
  }

  simulations = 0
  failed = 0
  readonly happened = new Map<string, number>()

  add({ violations, happened }: SimulationReport): void {
    this.simulations++
    if (violations.length > 0) this.failed++
    for (const [what, times] of happened) this.happened.set(what, (this.happened.get(what) ?? 0) + times)
  }

  /** What to print of a simulation that failed, and how to see it again. */
  failuresOf({ seed, violations }: SimulationReport): string[] {
    if (violations.length === 0) return []
    const shown = violations.slice(0, SHOWN_MAX).map(({ oracle, what }) => `seed ${seed}: ${oracle}: ${what}`)
    const rest = violations.length - shown.length
    if (rest > 0) shown.push(`seed ${seed}: and ${rest} more`)
    return [...shown, `seed ${seed}: npm run simulate -- --seeds 1 --first-seed ${seed}${this.flags} --trace`]
  }

  summary(seconds: number): string {
    const happened = [...this.happened].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, times]) => `${what} ${times}`)
    return [
      `${this.simulations} simulations, ${this.failed} failed, ${((1000 * seconds) / this.simulations).toFixed(1)} ms each`,
      ...happened.map(each => `  ${each}`),
    ].join('\n')
  }
}

import { createHash } from 'node:crypto'
import { Random } from '../../src/generator/random.ts'
import { type Faults, NO_FAULTS, pickFaults } from './faults.ts'
import { VirtualTime } from './virtual-time.ts'

/** Which promise of FAULTS.md does not hold: all answered, one decision, right counts, output before commit, progress. */
export type Oracle = 'S' | 'D' | 'C' | 'O' | 'L'

export interface Violation {
  oracle: Oracle
  what: string
}

/** When in a request, and in which. */
export type CrashPoint = `${CrashMoment} ${CrashRequest}`
export const CRASH_MOMENTS = ['sending', 'under way', 'answered'] as const
export const CRASH_REQUESTS = ['count', 'produce', 'commit'] as const
export type CrashMoment = (typeof CRASH_MOMENTS)[number]
type CrashRequest = (typeof CRASH_REQUESTS)[number]

export interface WorldOptions {
  /** Told line by line what happens. */
  print?: ((line: string) => void) | undefined
  crashPoint?: CrashPoint | undefined
  /** In place of those that the seed picks. */
  faults?: Partial<Faults> | undefined
}

/** How often a worker that comes to the crash point dies there. */
const CRASH_SHARE = 0.2

/** What one simulation shares: its time, its one source of chance, what went wrong in it and what was done. */
export class World {
  readonly time = new VirtualTime()
  readonly random: Random
  faults: Faults
  /** Where workers crash, and nowhere else: at `answered count`, say, when the counts are taken and nothing is decided. */
  readonly crashPoint: CrashPoint | undefined
  /** What cannot be reached at present. */
  readonly down = new Set<string>()
  readonly violations: Violation[] = []
  /** How often each thing happened. */
  readonly happened = new Map<string, number>()
  private readonly print: ((line: string) => void) | undefined
  private readonly digest = createHash('sha1')

  constructor(seed: number, { print, crashPoint, faults: chosen }: WorldOptions = {}) {
    this.random = new Random(seed)
    const faults = { ...pickFaults(this.random), ...chosen }
    const crashing = { killed: CRASH_SHARE, killEveryMs: Infinity, wipeEveryMs: Infinity }
    this.faults = crashPoint === undefined ? faults : { ...faults, ...crashing }
    this.crashPoint = crashPoint
    this.print = print
  }

  calmDown(): void {
    this.faults = NO_FAULTS
    this.down.clear()
  }

  violate(oracle: Oracle, what: string): void {
    this.violations.push({ oracle, what })
    this.note('violation', `${oracle} ${what}`)
  }

  /** Counts a thing that happened and, with its details, adds it to what a replay must repeat. */
  note(what: string, details = ''): void {
    this.happened.set(what, (this.happened.get(what) ?? 0) + 1)
    const line = `${this.time.nowMs.toFixed(3).padStart(10)}  ${what}${details === '' ? '' : `  ${details}`}`
    this.digest.update(line)
    this.print?.(line)
  }

  /** Equal for two runs in which the same things happened at the same times. Can be asked once. */
  fingerprint(): string {
    return this.digest.digest('hex')
  }
}

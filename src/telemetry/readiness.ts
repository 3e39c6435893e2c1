/** Whether this process can do its work now, and if not, why. Told by the adapters and the reload, read by /readyz. */
export interface Readiness {
  /**
   * `reason` says what is wrong; undefined says that the dependency is back. True when that is news: reasons may take turns
   * while one outage lasts, and only the first time is each of them news.
   */
  outage(dependency: string, reason: string | undefined): boolean
  /** The hash of the ruleset that decides. */
  ruleset(hash: string): void
  /** How many partitions this process works on. None is fine for a spare process, but only once it was told so. */
  partitions(count: number): void
  /** The process takes nothing new and is going down. */
  stopping(): void
  /** The pipeline ended and will not come back: the process should be replaced. */
  died(reason: string): void
  state(): ReadinessState
}

export interface ReadinessState {
  ready: boolean
  alive: boolean
  /** One for each thing that keeps it from being ready. */
  reasons: { what: string; why: string }[]
  ruleset?: string
  partitions?: number
}

/** So many reasons of one outage are remembered, the last ones. */
const REASONS_MAX = 8

/**
 * A source that has no partitions to wait for (a file, standard input) says `partitions(1)` when it is open. A process that does not score waits for neither
 * a ruleset nor partitions.
 */
export function createReadiness({ scores = true } = {}): Readiness {
  const outages = new Map<string, string>()
  const told = new Map<string, Set<string>>()
  let hash: string | undefined
  let partitionCount: number | undefined
  let isStopping = false
  let death: string | undefined

  return {
    outage(dependency, reason) {
      if (reason === undefined) {
        told.delete(dependency)
        return outages.delete(dependency)
      }
      outages.set(dependency, reason)
      const reasons = told.get(dependency) ?? new Set()
      if (reasons.has(reason)) return false
      told.set(dependency, reasons.add(reason))
      if (reasons.size > REASONS_MAX) reasons.delete(reasons.values().next().value!)
      return true
    },
    ruleset(newHash) {
      hash = newHash
    },
    partitions(count) {
      partitionCount = count
    },
    stopping() {
      isStopping = true
    },
    died(reason) {
      death = reason
    },
    state() {
      const reasons = [...outages].map(([what, why]) => ({ what, why }))
      if (death !== undefined) reasons.unshift({ what: 'pipeline', why: death })
      if (isStopping) reasons.push({ what: 'process', why: 'stopping' })
      if (scores && hash === undefined) reasons.push({ what: 'ruleset', why: 'not loaded yet' })
      if (scores && partitionCount === undefined) reasons.push({ what: 'partitions', why: 'none assigned yet' })
      return {
        ready: reasons.length === 0,
        alive: death === undefined,
        reasons,
        ...(hash === undefined ? {} : { ruleset: hash }),
        ...(partitionCount === undefined ? {} : { partitions: partitionCount }),
      }
    },
  }
}

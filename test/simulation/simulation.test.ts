import { describe, expect, it } from 'vitest'
import { MOSTLY_FAILOVERS } from './faults.ts'
import { simulate } from './simulation.ts'
import { Tally } from './tally.ts'

const SEEDS = 2000
const FAILOVER_SEEDS = 150

/** Without these the simulations would prove little. */
const MUST_HAPPEN = [
  'assigned',
  'failed over',
  'flushed',
  'found not whole',
  'lingering mark',
  'lingering recount',
  'lost recount',
  'state found changed',
  'unanswered recount',
  'whole again',
  'wiped',
  'commit fenced',
  'committed',
  'frozen',
  'killed',
  'killed answered count',
  'killed answered produce',
  'killed sending commit',
  'killed sending count',
  'killed sending produce',
  'killed under way commit',
  'killed under way count',
  'killed under way produce',
  'leaves',
  'lingering count',
  'lingering produce',
  'lost commit',
  'lost count',
  'lost produce',
  'outage',
  'written again',
  'rebalance',
  'script broken off',
  'script forgotten',
  'unanswered commit',
  'unanswered count',
  'unanswered produce',
]

/** Whoever counts again is killed: seldom, because that is seldom done. */
const MUST_HAPPEN_TOO = ['killed answered recount', 'killed sending recount', 'killed under way recount']

describe('simulation', () => {
  it(`holds what is promised over ${SEEDS} seeds`, { timeout: 600_000 }, async () => {
    const tally = new Tally()
    const failures: string[] = []
    for (let seed = 1; seed <= SEEDS; seed++) {
      const report = await simulate(seed)
      tally.add(report)
      failures.push(...tally.failuresOf(report))
    }
    expect(failures).toEqual([])
    expect(MUST_HAPPEN.filter(what => (tally.happened.get(what) ?? 0) < 20)).toEqual([])
    expect(MUST_HAPPEN_TOO.filter(what => (tally.happened.get(what) ?? 0) < 3)).toEqual([])
  })

  it(`holds it while Redis falls back again and again, over ${FAILOVER_SEEDS} seeds`, {
    timeout: 600_000,
  }, async () => {
    const tally = new Tally(' --failovers')
    const failures: string[] = []
    for (let seed = 1; seed <= FAILOVER_SEEDS; seed++) {
      const report = await simulate(seed, { faults: MOSTLY_FAILOVERS })
      tally.add(report)
      failures.push(...tally.failuresOf(report))
    }
    expect(failures).toEqual([])
    expect(tally.happened.get('failed over')).toBeGreaterThan(5 * FAILOVER_SEEDS)
  })

  it('replays a seed event by event', async () => {
    for (const seed of [3, 17, 411]) {
      const first: string[] = []
      const second: string[] = []
      const report = await simulate(seed, { print: line => first.push(line) })
      await simulate(seed + 1)
      const again = await simulate(seed, { print: line => second.push(line) })
      expect(second).toEqual(first)
      expect(again.fingerprint).toBe(report.fingerprint)
    }
  })
})

import { expect, it } from 'vitest'
import { retentionProblem } from '../../src/rebuild/retention.ts'
import { countingRuleset } from '../pipeline/play.ts'

const DAY_MS = 86_400_000

it('says what is kept too short for, and what to set', async () => {
  const ruleset = await countingRuleset({ a: '{ count: payments, by: ip, window: 30d }' })
  const said = (keepsMs: number | undefined) => retentionProblem(ruleset, 7 * DAY_MS, keepsMs, 'payments')
  expect(said(7 * DAY_MS)).toBe(
    'topic payments keeps records for 7 days, but the log by ip needs 31 days: should Redis lose its state, counts would ' +
      'be too low until then; set retention.ms of the topic to 2678400000 or more',
  )
  expect(said(31 * DAY_MS)).toBeUndefined()
  expect(said(Number.POSITIVE_INFINITY)).toBeUndefined()
  expect(said(undefined)).toBeUndefined()
})

it('asks for everything where a window is for ever, and for the memory of ids where that is longest', async () => {
  const forever = await countingRuleset({ a: '{ count: payments, by: ip, window: lifetime }' })
  expect(retentionProblem(forever, DAY_MS, 400 * DAY_MS, 'p')).toContain('everything there ever was')
  expect(retentionProblem(forever, DAY_MS, 400 * DAY_MS, 'p')).toContain('retention.ms of the topic to -1')
  const short = await countingRuleset({ a: '{ count: payments, by: ip, window: 1h }' })
  expect(retentionProblem(short, 90 * DAY_MS, DAY_MS, 'p')).toContain('the memory of ids needs 90 days')
})

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type Figures, redisFor, sizeFor } from './sizing.ts'
import { sizingTables } from './sizing-page.ts'

const yaml = readFileSync('docs/sizing-figures.yaml', 'utf8')
const rows = parse(yaml) as Record<string, { value: unknown; from: string }>
const figures = Object.fromEntries(Object.entries(rows).map(([name, { value }]) => [name, value])) as unknown as Figures

test('docs/sizing.md is worked out from docs/sizing-figures.yaml; renew it with vitest -u', async () => {
  const page = readFileSync('docs/sizing.md', 'utf8')
  const at = page.indexOf('## Inputs')
  await expect(`${at === -1 ? page : page.slice(0, at)}${sizingTables(yaml)}`).toMatchFileSnapshot(
    '../../docs/sizing.md',
  )
})

test('each figure says whether it was measured', () => {
  const odd = Object.entries(rows).filter(
    ([, { from }]) => !/^(measured|chosen|assumed|fixed): |^the defaults? of /.test(from),
  )
  expect(odd.map(([name]) => name)).toEqual([])
})

describe('the arithmetic', () => {
  const rate = fc.integer({ min: 1, max: 2_000_000 })

  test('gives every payment its processor time, and every process a partition', () => {
    fc.assert(
      fc.property(rate, each => {
        const { processes, partitions, mastersForCpu } = sizeFor(each, figures)
        const share = (each * figures.process_cpu) / 1e6 / processes
        const redisShare = (each * figures.redis_cpu) / 1e6 / mastersForCpu
        return (
          share <= figures.process_share_max && partitions >= processes && redisShare <= figures.redis_share_max + 1e-9
        )
      }),
    )
  })

  test('has room for all that is remembered, in clusters that have no master too many', () => {
    fc.assert(
      fc.property(rate, fc.constantFrom(figures.default_days, figures.short_days), (each, days) => {
        const { memoryGb, masters, clusters } = redisFor(each, figures, days)
        return (
          memoryGb <= masters * figures.redis_master_memory &&
          masters <= clusters * figures.redis_masters_max &&
          masters > (clusters - 1) * figures.redis_masters_max
        )
      }),
    )
  })

  test('is that of the pieces: a day of payments one by one', () => {
    const [one, days] = [
      { ...figures, mean_of_peak: 1 },
      { identities: 1, logs: 2, homes: 3 },
    ]
    let bytes = 0
    for (let second = 0; second < 86_400; second++) bytes += 210 + 2 * 5 * 96 + 3 * 352
    expect(
      redisFor(1, { ...one, identity_bytes: 210, keys: 5, key_event_bytes: 96, home_bytes: 352 }, days).memoryGb,
    ).toBeCloseTo(bytes / 1e9, 9)
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { KeyCache, type KeySpace } from '../../src/velocity/key-cache.ts'
import { KeyHashes } from '../../src/velocity/key-hashes.ts'
import { KeyedHash, wordOf } from '../../src/velocity/keyed-hash.ts'
import type { RecordLog } from '../../src/velocity/record-log.ts'
import { HEADER_BYTES, unknownRemote } from '../../src/velocity/remote-state.ts'
import { Slab } from '../../src/velocity/slab.ts'

const keyedHash = new KeyedHash('secret')

/** One key of a batch: how many records it gets, and whether it is asked for by its value or by its hash. */
const asked = fc.record({
  value: fc.nat(12).map(number => `value ${number}`),
  family: fc.nat(1),
  records: fc.nat(3),
  byHash: fc.boolean(),
})
type Asked = { value: string; family: number; records: number; byHash: boolean }

const batches = fc.array(fc.array(asked, { maxLength: 8 }), { minLength: 1, maxLength: 12 })

class Keeper {
  readonly slab = new Slab()
  readonly cache: KeyCache
  readonly space: KeySpace
  private ids = 0

  constructor(bytesMax: number) {
    this.cache = new KeyCache(keyedHash, this.slab, { bytesMax, findsByHash: true })
    this.space = this.cache.space('ip')
    this.space.families.push('ip', 'ip#own')
  }

  log({ value, family, byHash }: { value: string; family: number; byHash: boolean }): RecordLog {
    const { cache, space } = this
    const text = keyedHash.text('ip', value)
    const key = byHash ? cache.keyOfHash(space, text) : cache.key(space, value)
    expect(cache.columnHash(space, key)).toBe(wordOf(text, 0))
    const log = cache.log(space, key, family)
    const hashes = new KeyHashes(2)
    cache.copyHash(space, key, hashes, 1)
    expect([hashes.text(1), log.name]).toEqual([text, space.families[family]])
    return log
  }

  /** A record at the end of a log, known to stand there in a store elsewhere too. */
  append(log: RecordLog): number {
    const { slab } = this
    const slot = slab.allocate()
    slab.setTime(slot, this.ids)
    slab.setId(slot, 1, this.ids)
    slab.setKind(slot, 1, 1, 0)
    log.append(slot)
    slab.release(slot)
    log.remote ??= {
      ...unknownRemote(),
      epochHigh: -5,
      epochLow: 7,
      generation: 3,
      keptAtSeconds: 1000,
      compactions: 2,
    }
    log.remote.bytes = (log.remote.bytes || HEADER_BYTES) + 64
    return this.ids++
  }

  idsOf(log: RecordLog): number[] {
    return log.slots.map(slot => this.slab.idLow(slot))
  }
}

/**
 * Works batches off; answers how often a log was found empty that had held something. `isAhead`: the logs of each are asked for before
 * the one before it is appended.
 */
function keep(each: readonly Asked[][], bytesMax: number, isAhead: boolean): { keeper: Keeper; forgotten: number } {
  const keeper = new Keeper(bytesMax)
  const held = new Map<string, number[]>()
  let forgotten = 0
  let appendLast = () => {}
  let last = 0
  for (const batch of each) {
    if (!isAhead) appendLast()
    last = keeper.cache.beginBatch(isAhead ? last - 1 : Number.POSITIVE_INFINITY)
    const logs = batch.map(key => keeper.log(key))
    if (isAhead) appendLast()
    for (const [at, key] of batch.entries()) {
      const name = `${key.value} ${key.family}`
      const log = logs[at]!
      expect(keeper.log({ ...key, byHash: !key.byHash })).toBe(log)
      if (log.slots.length === 0 && (held.get(name)?.length ?? 0) > 0) {
        forgotten++
        held.set(name, [])
      }
      const ids = held.get(name) ?? []
      expect(keeper.idsOf(log)).toEqual(ids)
      if (ids.length > 0) {
        const bytes = HEADER_BYTES + ids.length * 64
        expect(log.remote).toMatchObject({ epochHigh: -5, epochLow: 7, keptAtSeconds: 1000, compactions: 2, bytes })
        expect([log.newestTimeMs, log.kinds, log.everyKind]).toEqual([ids.at(-1), 1, 1])
      }
    }
    appendLast = () => {
      for (const [at, { value, family, records }] of batch.entries()) {
        const ids = held.get(`${value} ${family}`) ?? []
        for (let record = 0; record < records; record++) ids.push(keeper.append(logs[at]!))
        held.set(`${value} ${family}`, ids)
      }
    }
  }
  appendLast()
  return { keeper, forgotten }
}

describe('the cache of keys', () => {
  test('a log that a batch under way was given is given to the next batch too', () => {
    const keeper = new Keeper(2 ** 30)
    const one = { value: 'a', family: 0, byHash: false }
    const { cache } = keeper
    cache.beginBatch(Number.POSITIVE_INFINITY)
    keeper.append(keeper.log(one))
    const underWay = cache.beginBatch(Number.POSITIVE_INFINITY)
    const log = keeper.log(one)
    cache.beginBatch(underWay - 1)
    expect(keeper.log(one)).toBe(log)
  })

  test('hands out the log of a key as it was, by its value and by its hash', () => {
    fc.assert(
      fc.property(batches, fc.boolean(), (each, isAhead) => {
        expect(keep(each, 2 ** 30, isAhead).forgotten).toBe(0)
      }),
      { numRuns: 300 },
    )
  })

  test('forgets a log whole or not at all, and lets go of every record in the end', () => {
    let forgotten = 0
    fc.assert(
      fc.property(batches, fc.integer({ min: 1, max: 6000 }), fc.boolean(), (each, bytesMax, isAhead) => {
        const { keeper, forgotten: times } = keep(each, bytesMax, isAhead)
        forgotten += times
        for (let batch = 0; batch < 5; batch++) {
          keeper.cache.grew(bytesMax) // so that each generation grows old at once
          keeper.cache.beginBatch(Number.POSITIVE_INFINITY)
        }
        expect(keeper.slab.usedBytes).toBe(0)
      }),
    )
    expect(forgotten).toBeGreaterThan(0)
  })

  test('what a batch and the one before it used is never forgotten', () => {
    const keeper = new Keeper(1)
    const one = { value: 'a', family: 0, byHash: false }
    keeper.append(keeper.log(one))
    for (let batch = 0; batch < 5; batch++) {
      keeper.cache.beginBatch(Number.POSITIVE_INFINITY)
      expect(keeper.idsOf(keeper.log(one))).toEqual([0])
    }
    expect(keeper.cache.forgotten).toBe(0)
  })
})

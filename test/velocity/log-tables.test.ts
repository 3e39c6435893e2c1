import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LogTables } from '../../src/velocity/log-tables.ts'
import { Slab } from '../../src/velocity/slab.ts'

const KEYS = 40
/** A batch names keys by number, each as often as it comes. */
const batches = fc.array(fc.array(fc.nat(KEYS - 1), { maxLength: 12 }), { maxLength: 200 })

interface Play {
  slab: Slab
  logs: LogTables
  forgotten: number
}

/** What a log holds is what was put in, or nothing where it was forgotten, which never befalls what the two latest batches used. */
function play(asked: readonly (readonly number[])[], bytesMax: number): Play {
  const slab = new Slab()
  const logs = new LogTables(slab, bytesMax)
  const table = logs.table('ip')
  const model = new Map<number, { slots: number[]; usedIn: number }>()
  let forgotten = 0
  for (const [batch, keys] of asked.entries()) {
    logs.makeRoom()
    for (const key of keys) {
      // Few low bits, so that places are fought over.
      const log = logs.log(table, (key % 3) + 1, key + 1)
      let known = model.get(key)
      if (known !== undefined && log.slots.length === 0) {
        expect(known.usedIn).toBeLessThan(batch - 1)
        known = undefined
        forgotten++
      }
      expect(log.slots).toEqual(known?.slots ?? [])
      const slot = slab.allocate()
      slab.setTime(slot, batch)
      slab.setId(slot, batch, key + 1)
      slab.setKind(slot, 1, 1, 1)
      const before = log.slots.length
      log.append(slot)
      logs.grew(8)
      slab.release(slot)
      model.set(key, { slots: [...log.slots], usedIn: batch })
      expect(log.slots.length - before).toBeLessThanOrEqual(1)
    }
  }
  return { slab, logs, forgotten }
}

describe('logs in tables', () => {
  test('remember everything while there is room', () => {
    fc.assert(fc.property(batches, asked => void expect(play(asked, 2 ** 30).forgotten).toBe(0)))
  })

  test('forget only what was not used lately, and let go of its records', () => {
    let forgotten = 0
    fc.assert(
      fc.property(batches, asked => {
        const { slab, logs, ...played } = play(asked, 6_000)
        forgotten += played.forgotten
        expect(slab.usedBytes).toBeLessThan(20_000)
        for (let rest = 0; rest < 3; rest++) {
          // Room for nothing: two rotations and a look at what is left to let go of.
          for (let key = 0; key < KEYS; key++) logs.grew(1_000)
          logs.makeRoom()
        }
        logs.makeRoom()
        expect(slab.usedBytes).toBe(0)
      }),
    )
    expect(forgotten).toBeGreaterThan(0)
  })
})

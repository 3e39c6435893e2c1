import type { EncodedBatch } from './encoded-batch.ts'
import type { Slab } from './slab.ts'

/**
 * Makes the records of an event those of a change of status: their id is the state's, so that each state is remembered
 * once, and they count as nothing but the kind that the state says.
 */
export function markChange(batch: EncodedBatch, event: number, slab: Slab): void {
  const high = batch.states[event * 2]!
  const low = batch.states[event * 2 + 1]!
  mark(slab, batch.slots[event]!, high, low)
  for (let cell = event * batch.width; cell < (event + 1) * batch.width; cell++) {
    const slot = batch.records[cell]!
    if (batch.logs[cell] !== undefined && slot !== batch.slots[event]) mark(slab, slot, high, low)
  }
}

function mark(slab: Slab, slot: number, stateHigh: number, stateLow: number): void {
  const kind = stateHigh & 0xff
  slab.setId(slot, stateHigh, stateLow)
  const counts = kind !== 0 && slab.counted(slot) !== 0
  slab.setKind(slot, kind || 1, counts ? 1 << (kind - 1) : 0, slab.status(slot))
}

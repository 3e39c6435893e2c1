import { EventRows } from './event-rows.ts'
import { wordOf } from './keyed-hash.ts'
import type { OutcomeClaim } from './outcome-claim.ts'
import type { VelocityPlan } from './plan.ts'
import { RECORD_BYTES, STATUS_CODES } from './record.ts'
import type { RowHome } from './row-home.ts'
import { CONTENT_AT, rowShapeOf } from './row-shape.ts'
import { Slab } from './slab.ts'

/** Writes outcomes as rows. */
export class OutcomeRows {
  private readonly slab = new Slab()
  private readonly slot = this.slab.allocate()

  /**
   * The payment's columns and keys, with the time, amount, kind and id of the outcome. An own log of which the payment knows
   * nothing began after it, so the outcome is not in it either.
   */
  row(plan: VelocityPlan, claim: OutcomeClaim, home: RowHome): EventRows {
    const rows = EventRows.empty(1, rowShapeOf(plan).rowBytes, [claim.identity])
    const { slab, slot } = this
    slab.copyFromWords(slot, new Uint32Array(home.row.buffer, 0, RECORD_BYTES / 4), 0)
    slab.setTime(slot, claim.timeMs)
    if (claim.amountMinor !== undefined) slab.setAmount(slot, claim.amountMinor)
    slab.setId(slot, wordOf(claim.identity, 0), wordOf(claim.identity, 6))
    slab.setKind(slot, claim.kind, 1 << (claim.kind - 1), STATUS_CODES.none)
    slab.copyToWords(slot, rows.words, 0)
    rows.words[CONTENT_AT / 4] = claim.contentHigh
    rows.words[CONTENT_AT / 4 + 1] = claim.contentLow
    for (const { from, to, bytes } of movesOf(home.plan, plan)) {
      rows.bytes.set(home.row.subarray(from, from + bytes), to)
    }
    return rows
  }
}

/** Where a key, an own value or its mark stands in the payment's row, and where in the outcome's. */
interface Move {
  from: number
  to: number
  bytes: number
}

/** By plan of the home, then by plan of the outcome. */
const moves = new WeakMap<VelocityPlan, WeakMap<VelocityPlan, readonly Move[]>>()

function movesOf(from: VelocityPlan, to: VelocityPlan): readonly Move[] {
  let known = moves.get(from)
  if (known === undefined) {
    known = new WeakMap()
    moves.set(from, known)
  }
  let found = known.get(to)
  if (found === undefined) {
    found = makeMoves(from, to)
    known.set(to, found)
  }
  return found
}

function makeMoves(from: VelocityPlan, to: VelocityPlan): readonly Move[] {
  const [before, after] = [rowShapeOf(from), rowShapeOf(to)]
  const found: Move[] = []
  for (const kind of after.kinds) {
    const same = before.kinds.find(({ name }) => name === kind.name)
    if (same !== undefined) found.push({ from: same.at, to: kind.at, bytes: 8 })
  }
  to.logs.forEach(({ name }, log) => {
    const own = after.logs[log]!.own
    const same = before.logs[from.logs.findIndex(each => each.name === name)]?.own
    if (own === undefined || same === undefined) return
    found.push({ from: same.valueAt, to: own.valueAt, bytes: 8 }, { from: same.markAt, to: own.markAt, bytes: 1 })
  })
  return found
}

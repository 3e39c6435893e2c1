import type { OutcomeClaim } from './outcome-claim.ts'
import type { RowHome } from './row-home.ts'

/** Roughly what a home costs besides its bytes: a buffer, a text and a place in a map. */
const HOME_BYTES = 250
/** A parked outcome, likewise. */
const PARKED_BYTES = 400

interface Generation {
  homes: Map<string, RowHome>
  /** By payment, then by outcome. */
  parked: Map<string, Map<string, OutcomeClaim>>
  bytes: number
}

/**
 * The homes of payments and the outcomes that wait for one, by the payment's identity. Two generations bound it: when the
 * young one holds half of what is allowed, the old one is forgotten.
 */
export class HomeTable {
  private readonly bytesMax: number
  private young = emptyGeneration()
  private old = emptyGeneration()

  constructor(bytesMax: number) {
    this.bytesMax = bytesMax
  }

  find(paymentIdentity: string): RowHome | undefined {
    return this.young.homes.get(paymentIdentity) ?? this.old.homes.get(paymentIdentity)
  }

  /** The first home of a payment stays. Answers the outcomes that waited for it. */
  put(paymentIdentity: string, home: RowHome): OutcomeClaim[] {
    if (this.find(paymentIdentity) !== undefined) return []
    this.makeRoom(HOME_BYTES + home.row.length)
    this.young.homes.set(paymentIdentity, home)
    const waiting = [this.old, this.young].flatMap(({ parked }) => [...(parked.get(paymentIdentity)?.values() ?? [])])
    for (const generation of [this.old, this.young]) {
      generation.bytes -= PARKED_BYTES * (generation.parked.get(paymentIdentity)?.size ?? 0)
      generation.parked.delete(paymentIdentity)
    }
    return waiting
  }

  park(claim: OutcomeClaim): void {
    this.makeRoom(PARKED_BYTES)
    const { parked } = this.young
    const waiting = parked.get(claim.paymentIdentity) ?? new Map<string, OutcomeClaim>()
    if (!waiting.has(claim.identity)) waiting.set(claim.identity, claim)
    parked.set(claim.paymentIdentity, waiting)
  }

  private makeRoom(bytes: number): void {
    if ((this.young.bytes + bytes) * 2 > this.bytesMax) {
      this.old = this.young
      this.young = emptyGeneration()
    }
    this.young.bytes += bytes
  }
}

function emptyGeneration(): Generation {
  return { homes: new Map(), parked: new Map(), bytes: 0 }
}

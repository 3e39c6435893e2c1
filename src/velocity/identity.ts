import type { EventKind } from './event.ts'
import type { KeyedHash } from './keyed-hash.ts'

/** Outcomes have ids of their own kind: a refund never clashes with a payment that has the same id. */
export function identityOf(keyedHash: KeyedHash, kind: EventKind, merchantId: string, id: string): string {
  return keyedHash.text(kind, `${merchantId.length}:${merchantId}${id}`)
}

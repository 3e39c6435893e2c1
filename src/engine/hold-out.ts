import { createHash } from 'node:crypto'
import type { Payment } from '../model/payment.ts'

/**
 * Whether a payment is in the sample that is let pass to see what becomes of it. The draw is a hash of the payment's own
 * identity: the same one is drawn however often it is decided, and whatever its content, so the sample is a fair one of
 * all that would be reviewed. `share` is of 1.
 */
export function isHeldOut({ merchantId, id }: Payment, share: number): boolean {
  if (share === 0) return false
  const drawn = createHash('sha256')
    .update(JSON.stringify(['hold-out', merchantId, id]))
    .digest()
    .readUInt32BE()
  return drawn < share * 2 ** 32
}

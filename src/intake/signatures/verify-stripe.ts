import { anyKeySigned } from './same-bytes.ts'
import type { Verify } from './signed-request.ts'

/**
 * `Stripe-Signature: t=1700000000,v1=…,v1=…`: hexadecimal HMAC-SHA256 over the time, a point and the body, one `v1` for each secret that is
 * valid. A time too far from now is refused, so that a body that somebody saw cannot be sent again later. Source:
 * Stripe, "Verify webhook signatures manually".
 */
export function verifyStripe(secrets: readonly string[], ageMsMax: number): Verify {
  return ({ header, body, nowMs }) => {
    const parts = (header('stripe-signature') ?? '').split(',').map(part => part.trim().split('=', 2))
    const time = parts.find(([name]) => name === 't')?.[1]
    if (time === undefined || !/^\d{1,12}$/.test(time)) return false
    if (Math.abs(nowMs - Number(time) * 1000) > ageMsMax) return false
    const given = parts.filter(([name]) => name === 'v1').slice(0, 10)
    return given.some(([, hex = '']) => anyKeySigned(secrets, [`${time}.`, body], Buffer.from(hex, 'hex')))
  }
}

import { createHash } from 'node:crypto'
import { anyKeySigned } from './same-bytes.ts'
import type { Verify } from './signed-request.ts'

/**
 * Braintree posts a form: `bt_signature` is `PUBLIC_KEY|SIGNATURE`, several joined by `&`, and `bt_payload` is what is signed, as it stands: the
 * hexadecimal HMAC-SHA1 keyed with the SHA-1 of the private key. Source: Braintree's client libraries, "webhook_notification.parse".
 *
 * @param pairs `PUBLIC_KEY:PRIVATE_KEY`
 */
export function verifyBraintree(pairs: readonly string[]): Verify {
  const keys = pairs.map(pair => {
    const [publicKey = '', ...rest] = pair.split(':')
    return { publicKey, key: createHash('sha1').update(rest.join(':')).digest() }
  })
  return ({ body }) => {
    const form = new URLSearchParams(body.toString('utf8'))
    const payload = form.get('bt_payload')
    const signatures = (form.get('bt_signature') ?? '').split('&').map(each => each.split('|'))
    if (!payload) return false
    return keys.some(({ publicKey, key }) =>
      signatures
        .filter(([name]) => name === publicKey)
        .some(([, hex = '']) => anyKeySigned([key], [payload], Buffer.from(hex, 'hex'), 'sha1')),
    )
  }
}

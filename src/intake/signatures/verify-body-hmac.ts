import { anyKeySigned } from './same-bytes.ts'
import type { SignedRequest, Verify } from './signed-request.ts'

/**
 * A header with the Base64 of an HMAC-SHA256 over the body: Shopify ("X-Shopify-Hmac-SHA256") and WooCommerce
 * ("X-WC-Webhook-Signature"); Square signs its own address before the body ("x-square-hmacsha256-signature").
 */
export function verifyBodyHmac(
  headerName: string,
  keys: readonly string[],
  before: (request: SignedRequest) => string = () => '',
): Verify {
  return request => {
    const given = request.header(headerName)
    if (given === undefined) return false
    return anyKeySigned(keys, [before(request), request.body], Buffer.from(given, 'base64'))
  }
}

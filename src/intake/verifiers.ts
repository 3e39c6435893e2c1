import type { GatewayName } from '../decode/gateways/gateway-table.ts'
import { readGatewayBody } from '../decode/gateways/read-gateway-body.ts'
import type { Verify } from './signatures/signed-request.ts'
import { verifyAdyen } from './signatures/verify-adyen.ts'
import { verifyBodyHmac } from './signatures/verify-body-hmac.ts'
import { verifyBraintree } from './signatures/verify-braintree.ts'
import { type FetchCertificate, verifyPaypal } from './signatures/verify-paypal.ts'
import { verifyStripe } from './signatures/verify-stripe.ts'

export interface SignatureOptions {
  /** Of several keys any may sign. Bodies of a gateway without keys are not taken. */
  keys: Partial<Readonly<Record<GatewayName, readonly string[]>>>
  /** The address as gateways know it, without a path. */
  publicUrl: string
  signatureAgeMsMax: number
  bodyBytesMax: number
  fetchCertificate: FetchCertificate
}

/** How each gateway that has keys proves that it sent a body. */
export function verifiers(options: SignatureOptions): ReadonlyMap<GatewayName, Verify> {
  const { keys, signatureAgeMsMax, bodyBytesMax } = options
  const address = options.publicUrl.replace(/\/+$/, '')
  const parseAdyen = (bytes: Buffer): unknown => {
    const read = readGatewayBody('adyen', bytes, bodyBytesMax)
    return 'body' in read ? read.body : undefined
  }
  const makers: Record<GatewayName, (own: readonly string[]) => Verify> = {
    stripe: own => verifyStripe(own, signatureAgeMsMax),
    adyen: own => verifyAdyen(own, parseAdyen),
    paypal: own => verifyPaypal(own, options.fetchCertificate),
    braintree: own => verifyBraintree(own),
    shopify: own => verifyBodyHmac('x-shopify-hmac-sha256', own),
    square: own => verifyBodyHmac('x-square-hmacsha256-signature', own, ({ url }) => `${address}${url}`),
    woocommerce: own => verifyBodyHmac('x-wc-webhook-signature', own),
  }
  const made = new Map<GatewayName, Verify>()
  for (const [gateway, own] of Object.entries(keys)) {
    if (own.length > 0) made.set(gateway as GatewayName, makers[gateway as GatewayName](own))
  }
  return made
}

import { createHash, createHmac } from 'node:crypto'
import type { GatewayName } from '../../src/decode/gateways/gateway-table.ts'

/** How a gateway signs, written anew from its documentation and not from the code under test. */

export const KEYS = {
  stripe: 'whsec_of_the_tests',
  adyen: 'DFB1EB5485895CFA84146406857104ABB4CBCABDC8AAF103A624C8F6A3EAAB00',
  braintree: 'public_key:private_key_of_the_tests',
  shopify: 'shpss_of_the_tests',
  square: 'square_key_of_the_tests',
  woocommerce: 'woo_secret_of_the_tests',
} as const

export const PUBLIC_URL = 'https://hooks.example.com'

export interface Signed {
  body: string
  headers: Record<string, string>
}

const base64 = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest('base64')

export function signed(
  gateway: keyof typeof KEYS,
  body: string,
  path = `/${gateway}`,
  key: string = KEYS[gateway],
): Signed {
  switch (gateway) {
    case 'stripe': {
      const seconds = Math.floor(Date.now() / 1000)
      const signature = createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex')
      return { body, headers: { 'stripe-signature': `t=${seconds},v1=${signature},v0=abc` } }
    }
    case 'adyen':
      return { body: signAdyen(body, key), headers: {} }
    case 'braintree': {
      const [publicKey = '', privateKey = ''] = key.split(':')
      const payload = `${Buffer.from(body).toString('base64')}\n`
      const hex = createHmac('sha1', createHash('sha1').update(privateKey).digest()).update(payload).digest('hex')
      return {
        body: String(new URLSearchParams({ bt_signature: `other|00&${publicKey}|${hex}`, bt_payload: payload })),
        headers: {},
      }
    }
    case 'shopify':
      return { body, headers: { 'X-Shopify-Hmac-SHA256': base64(key, body) } }
    case 'square':
      return { body, headers: { 'x-square-hmacsha256-signature': base64(key, `${PUBLIC_URL}${path}${body}`) } }
    case 'woocommerce':
      return { body, headers: { 'X-WC-Webhook-Signature': base64(key, body) } }
  }
}

interface AdyenItem {
  pspReference: string
  originalReference?: string
  merchantAccountCode: string
  merchantReference?: string
  amount: { value: number; currency: string }
  eventCode: string
  success: string
  additionalData?: Record<string, string>
}

function signAdyen(body: string, key: string): string {
  const whole = JSON.parse(body) as { notificationItems: { NotificationRequestItem: AdyenItem }[] }
  for (const { NotificationRequestItem: item } of whole.notificationItems) {
    const { pspReference, originalReference = '', merchantAccountCode, merchantReference = '', amount } = item
    const first = `${pspReference}:${originalReference}:${merchantAccountCode}:${merchantReference}`
    const text = `${first}:${amount.value}:${amount.currency}:${item.eventCode}:${item.success}`
    item.additionalData = { ...item.additionalData, hmacSignature: base64(Buffer.from(key, 'hex'), text) }
  }
  return JSON.stringify(whole)
}

/** The environment of `tripline intake` with these keys. */
export const INTAKE_KEYS: Record<string, string> = {
  TRIPLINE_INTAKE_STRIPE_SECRETS: `whsec_old,${KEYS.stripe}`,
  TRIPLINE_INTAKE_ADYEN_KEYS: KEYS.adyen,
  TRIPLINE_INTAKE_BRAINTREE_KEYS: KEYS.braintree,
  TRIPLINE_INTAKE_SHOPIFY_SECRETS: KEYS.shopify,
  TRIPLINE_INTAKE_SQUARE_KEYS: KEYS.square,
  TRIPLINE_INTAKE_WOOCOMMERCE_SECRETS: KEYS.woocommerce,
  TRIPLINE_INTAKE_PUBLIC_URL: PUBLIC_URL,
}

export type SigningGateway = keyof typeof KEYS & GatewayName

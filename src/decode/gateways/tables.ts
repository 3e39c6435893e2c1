import { ADYEN } from './adyen.ts'
import { BRAINTREE } from './braintree.ts'
import { GATEWAYS, type GatewayName, type GatewayTable } from './gateway-table.ts'
import { PAYPAL } from './paypal.ts'
import { SHOPIFY } from './shopify.ts'
import { SQUARE } from './square.ts'
import { STRIPE } from './stripe.ts'
import { WOOCOMMERCE } from './woocommerce.ts'

export const GATEWAY_TABLES: Readonly<Record<GatewayName, GatewayTable>> = {
  stripe: STRIPE,
  adyen: ADYEN,
  paypal: PAYPAL,
  braintree: BRAINTREE,
  shopify: SHOPIFY,
  square: SQUARE,
  woocommerce: WOOCOMMERCE,
}

/** Whether a name in an address or an option is a gateway's. */
export function isGateway(name: string): name is GatewayName {
  return (GATEWAYS as readonly string[]).includes(name)
}

import { path, text, url, whole } from './kinds.ts'
import { secrets } from './lists.ts'
import { duration, size } from './measures.ts'

const MIB = 1024 ** 2
const NOT_TAKEN = 'bodies of this gateway are not taken'

/** Settings of `tripline intake`, part of the one table. Of several keys any may sign, so that they can be changed without a gap. */
export const INTAKE_SETTINGS = {
  'intake.host': text({ default: '127.0.0.1', help: 'Where gateways post their bodies; 0.0.0.0 for all.' }),
  'intake.port': whole({
    default: 8484,
    unit: 'port',
    min: 0,
    max: 65_535,
    help: 'Port for the same; 0 takes a free one.',
  }),
  'intake.public_url': url({
    schemes: ['https', 'http'],
    absent: 'Square cannot be taken',
    help: 'The address of the intake as gateways know it, without a path; Square signs it.',
  }),
  'intake.dir': path({
    default: 'intake',
    help: 'Folder for payments.ndjson, outcomes.ndjson and dead-letters.ndjson where no Kafka is named.',
  }),
  'intake.stripe_secrets': secrets({
    absent: NOT_TAKEN,
    help: 'Signing secrets of the endpoint at Stripe, `whsec_…`.',
  }),
  'intake.adyen_keys': secrets({
    absent: NOT_TAKEN,
    pattern: { test: /^(?:[0-9a-fA-F]{2}){16,}$/, says: 'hexadecimal, at least 32 digits' },
    help: 'HMAC keys of the webhook at Adyen.',
  }),
  'intake.paypal_webhook_ids': secrets({
    absent: NOT_TAKEN,
    help: 'Ids of the webhook at PayPal, which its signatures name.',
  }),
  'intake.braintree_keys': secrets({
    absent: NOT_TAKEN,
    pattern: { test: /^[^:|&]+:.{8,}$/, says: 'a public key, `:` and a private key' },
    help: 'Keys of Braintree, each a public key and its private key.',
  }),
  'intake.shopify_secrets': secrets({
    absent: NOT_TAKEN,
    help: 'Client secrets of the app, or of the webhooks, at Shopify.',
  }),
  'intake.square_keys': secrets({ absent: NOT_TAKEN, help: 'Signature keys of the webhook subscription at Square.' }),
  'intake.woocommerce_secrets': secrets({ absent: NOT_TAKEN, help: 'Secrets of the webhooks in WooCommerce.' }),
  'intake.signature_age_max': duration({
    default: 300_000,
    min: 1000,
    max: 86_400_000,
    help: 'A signature that tells its time (Stripe) and is older is refused.',
  }),
  'intake.body_bytes_max': size({ default: MIB, min: 1024, max: 16 * MIB, help: 'A larger body is refused.' }),
  'intake.request_timeout_ms': whole({
    default: 10_000,
    unit: 'ms',
    min: 100,
    max: 600_000,
    help: 'How long a sender may take to send a request.',
  }),
  'intake.store_timeout_ms': whole({
    default: 4000,
    unit: 'ms',
    min: 100,
    max: 600_000,
    help: 'What is not stored by then is answered with 503, so that the gateway sends it again; Shopify waits 5 seconds.',
  }),
  'intake.requests_max': whole({
    default: 500,
    unit: 'requests',
    min: 1,
    max: 100_000,
    help: 'Requests worked on at a time; more are answered with 503.',
  }),
}

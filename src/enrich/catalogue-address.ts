import { costly, rows, sameCountry } from './catalogue-row.ts'
import type { FactName } from './facts.ts'
import { isPoBox } from './shipping-signs.ts'

const { text, boolean } = rows('derived')

/** Billing against shipping, and what the shipping address looks like. */
export const addressNames: readonly FactName[] = [
  text(
    'address.match',
    '"different"',
    'Billing address against shipping address: same, minor (the same place, spelt otherwise or for someone else), different, or absent.',
    f => f.addresses.match,
  ),
  boolean('address.same_country', 'true', 'Bill and goods go to the same country.', f =>
    sameCountry(f.payment.billing?.country, f.payment.shipping?.country),
  ),
  boolean('address.same_region', 'true', 'Bill and goods go to the same state or province.', f => f.addresses.region),
  boolean('address.same_postcode', 'true', 'Bill and goods go to the same postcode.', f => f.addresses.postcode),
  boolean('address.same_city', 'true', 'Bill and goods go to the same town.', f => f.addresses.city),
  boolean('address.same_street', 'true', 'Bill and goods go to the same street and number.', f => f.addresses.street),
  boolean('address.same_name', 'true', 'Bill and goods carry the same name.', f => f.addresses.name),
  text('billing.address', '"1 main st, 73301, us"', 'Billing address in one form, to count on.', f => f.billing?.text),
  text(
    'shipping.address',
    '"1 main st, 73301, us"',
    'Shipping address in one form, to count on.',
    f => f.shipping?.text,
  ),
  costly(
    boolean(
      'shipping.forwarder',
      'false',
      'The goods go to what looks like a parcel forwarder or mail drop: a known name, PMB, c/o, a coded suite, or a suite that is not on the bill.',
      f => (f.payment.shipping === undefined ? undefined : f.forwarderSign !== undefined),
    ),
  ),
  costly(
    text(
      'shipping.forwarder_sign',
      '"pmb"',
      'Which sign it was: company, pmb, care-of, suite-code or suite.',
      f => f.forwarderSign,
    ),
  ),
  costly(
    boolean('shipping.is_po_box', 'false', 'The goods go to a post-office box.', f =>
      f.shipping === undefined ? undefined : isPoBox(f.shipping),
    ),
  ),
  costly(
    boolean('billing.is_po_box', 'false', 'The bill goes to a post-office box.', f =>
      f.billing === undefined ? undefined : isPoBox(f.billing),
    ),
  ),
]

import { rows, sameCountry } from './catalogue-row.ts'
import type { FactName } from './facts.ts'

const { text, number, boolean } = rows('derived')

/** What the internet address tells. */
export const ipNames: readonly FactName[] = [
  text('ip.country', '"GB"', 'Country where the internet address is used.', f => f.ip?.geo.country),
  text(
    'ip.region',
    '"ENG"',
    'State or province where the internet address is used; often unknown.',
    f => f.ip?.geo.region,
  ),
  text(
    'ip.city',
    '"London"',
    'Town near which the internet address is used; often wrong by some towns.',
    f => f.ip?.geo.city,
  ),
  text('ip.time_zone', '"Europe/London"', 'Time zone where the internet address is used.', f => f.ip?.geo.timeZone),
  text(
    'ip.network',
    '"81.2.69.0/24"',
    'Neighbourhood of the internet address: 256 addresses of IPv4, one home or office (/64) of IPv6.',
    f => f.ip?.network,
    f => (f.ip?.isPublic ? f.ip.network : undefined),
  ),
  number('ip.version', '4', 'Kind of internet address: 4 or 6.', f => f.ip?.version),
  boolean(
    'ip.private',
    'false',
    'The address belongs to no one customer: private, reserved, shared by a carrier or a placeholder.',
    f => (f.ip === undefined ? undefined : !f.ip.isPublic),
  ),
  text(
    'ip.scope',
    '"public"',
    'What kind of address: public, private, carrier, loopback, link-local, documentation, multicast, reserved or placeholder.',
    f => f.ip?.scope,
  ),
  boolean(
    'ip.hosting',
    'false',
    'The address belongs to a large data centre, where people seldom shop. The list is partial: false proves nothing.',
    f => f.ip?.hosting,
  ),
  boolean('ip.country_matches_billing', 'true', 'The internet address is in the country of the card bill.', f =>
    sameCountry(f.ip?.geo.country, f.payment.billing?.country),
  ),
  boolean('ip.country_matches_shipping', 'true', 'The internet address is in the country the goods go to.', f =>
    sameCountry(f.ip?.geo.country, f.payment.shipping?.country),
  ),
]

import { avsResult, cvcResult } from './card-check.ts'
import { rows, sameCountry } from './catalogue-row.ts'
import type { FactName } from './facts.ts'

const { text, boolean } = rows('derived')

/** What the card tells beside the rest of the payment. */
export const cardNames: readonly FactName[] = [
  boolean('card.country_matches_billing', 'true', 'The card was issued in the country of the bill.', f =>
    sameCountry(f.payment.card?.country, f.payment.billing?.country),
  ),
  boolean('card.country_matches_shipping', 'true', 'The card was issued in the country the goods go to.', f =>
    sameCountry(f.payment.card?.country, f.payment.shipping?.country),
  ),
  boolean('card.country_matches_ip', 'true', 'The card was issued in the country of the internet address.', f =>
    sameCountry(f.payment.card?.country, f.ip?.geo.country),
  ),
  text('card.avs_result', '"match"', 'Address check by the issuing bank: match, partial, no-match or not-checked.', f =>
    avsResult(f.payment.card?.avs),
  ),
  text('card.cvc_result', '"match"', 'Security code check by the issuing bank: match, no-match or not-checked.', f =>
    cvcResult(f.payment.card?.cvc),
  ),
  boolean('card.prepaid', 'false', 'The card was loaded in advance, as gift cards are.', f => {
    const funding = f.payment.card?.funding
    return funding === undefined ? undefined : funding.toLowerCase() === 'prepaid'
  }),
]

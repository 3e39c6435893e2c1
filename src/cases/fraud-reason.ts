/**
 * Reason codes by which a bank says that the cardholder did not make the payment: Visa conditions 10.1 to 10.5, Mastercard
 * 4837, 4840, 4849, 4863, 4870 and 4871, American Express F10 to F31 and FR2 to FR6, Discover UA01 to UA11; each network
 * publishes them in its dispute guide for merchants.
 */
export const FRAUD_CODES =
  /^(?:10\.[1-5]|4837|4840|4849|4863|487[01]|F(?:10|14|22|24|29|30|31)|FR[246]|UA(?:0[1256]|1[01]))$/i

/** The words of gateways. `unrecognized` is not here: a holder who does not know a name on a statement may well have paid. */
export const FRAUD_WORDS =
  /fraud|unauthori[sz]ed|not[ _-]?authori[sz]ed|no[ _-]?(?:cardholder[ _-]?)?authori[sz]ation|stolen|counterfeit/i

export const NO_FRAUD = /non[ _-]?fraud|no[ _-]fraud/i

/** Whether a reason says fraud: by its code, or in words. */
export function isFraudReason(reason: string | undefined, networkReason?: string): boolean {
  if ([reason, networkReason].some(each => each !== undefined && FRAUD_CODES.test(each.trim()))) return true
  return reason !== undefined && FRAUD_WORDS.test(reason) && !NO_FRAUD.test(reason)
}

/**
 * Whether a warning tells what happened to the card or the account, and not only what its holder says of the payment: types of
 * Visa's TC40 and Mastercard's SAFE reports as gateways write them, such as Stripe's `made_with_stolen_card`.
 */
export function tellsOfTheCard(reason: string | undefined): boolean {
  return reason !== undefined && OF_THE_CARD.test(reason)
}

const OF_THE_CARD = /stolen|lost|counterfeit|card[ _-]?(?:never|not)[ _-]?received|application|take[ _-]?over/i

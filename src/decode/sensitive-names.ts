/**
 * Names under which senders put what must not be kept. Sensitive authentication data is security code, full track and PIN
 * (PCI DSS 3.3); compared without case, dashes and underscores.
 */
const SECURITY_NAMES = new Set([
  'cvv',
  'cvv1',
  'cvv2',
  'cvc1',
  'cvc2',
  'cvccode',
  'cvvcode',
  'cvvnumber',
  'cid',
  'csc',
  'cvn',
  'cvn2',
  'cvd',
  'cav',
  'cav2',
  'securitycode',
  'cardsecuritycode',
  'cardverificationvalue',
  'cardverificationcode',
  'verificationvalue',
  'track',
  'track1',
  'track2',
  'track3',
  'tracks',
  'trackdata',
  'track1data',
  'track2data',
  'track2equivalent',
  'track2equivalentdata',
  'magstripe',
  'magstripedata',
  'magneticstripe',
  'swipe',
  'swipedata',
  'pin',
  'pinblock',
  'pindata',
  'encryptedpin',
  'encryptedpinblock',
])

const CARD_NUMBER_NAMES = new Set([
  'pan',
  'cardnumber',
  'ccnumber',
  'creditcardnumber',
  'primaryaccountnumber',
  'accountnumber',
])

const plainName = (name: string): string => name.toLowerCase().replace(/[_\-.\s]/g, '')

export const isSecurityName = (name: string): boolean => name.length <= 40 && SECURITY_NAMES.has(plainName(name))

/** `number` and `no` mean the card number only inside the card. */
export function isCardNumberName(name: string, insideCard: boolean): boolean {
  if (name.length > 40) return false
  const plain = plainName(name)
  return CARD_NUMBER_NAMES.has(plain) || (insideCard && (plain === 'number' || plain === 'no'))
}

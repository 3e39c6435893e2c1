/** One set of secrets that are nobody's, each of them recognisable wherever it turns up. */
export interface Canary {
  index: number
  /** A card number of a range that the networks keep for tests, with a right check digit. */
  pan: string
  spaced: string
  dashed: string
  /** Security code and PIN: four digits that no other value of the test has. */
  code: string
  pinBlock: string
  track1: string
  track2: string
  email: string
  ip: string
}

export const CODE_FROM = 5000
/** Stands in every encrypted PIN block and in no hash of hexadecimal digits by chance. */
export const PIN_BLOCK_MARK = 'C0FFEEC0FFEE'
export const TRACK_MARK = 'CANARY/TRACK'
/** What issuers keep on a track after expiry and service code. */
export const TRACK_END = '99887766554'
export const EMAIL_MARK = 'ecanary'

/** Beginning and length: visa, mastercard, amex, discover, diners, JCB, UnionPay, maestro. */
const RANGES = [
  ['411111', 16],
  ['424242', 16],
  ['555555', 16],
  ['222300', 16],
  ['378282', 15],
  ['601111', 16],
  ['305693', 14],
  ['353011', 16],
  ['620000', 16],
  ['675964', 16],
  ['4222', 13],
  ['620000', 19],
] as const

export function makeCanaries(count: number): Canary[] {
  return Array.from({ length: count }, (_, index) => makeCanary(index))
}

function makeCanary(index: number): Canary {
  const pan = cardNumber(index)
  const code = String(CODE_FROM + index)
  return {
    index,
    pan,
    spaced: grouped(pan, ' '),
    dashed: grouped(pan, '-'),
    code,
    pinBlock: `${PIN_BLOCK_MARK}${index.toString(16).padStart(4, '0').toUpperCase()}`,
    track1: `%B${pan}^${TRACK_MARK}^27121010000${TRACK_END}?`,
    track2: `;${pan}=27121010000${TRACK_END}?`,
    email: `${EMAIL_MARK}${index}@mail.canary-shop.com`,
    ip: `81.2.${64 + (index >> 8)}.${index & 255}`,
  }
}

/** Numbers differ in the digits before the last four, which differ from every code. */
function cardNumber(index: number): string {
  const [prefix, length] = RANGES[index % RANGES.length]!
  const serial = String(index).padStart(4, '0')
  for (let last = 0; last < 1000; last++) {
    const most = `${prefix}${serial.padStart(length - prefix.length - 4, '7')}${String(last).padStart(3, '0')}`
    const pan = `${most}${checkDigit(most)}`
    if (!/^[56]\d{3}$/.test(pan.slice(-4))) return pan
  }
  throw new Error(`no card number for canary ${index}`)
}

function grouped(pan: string, gap: string): string {
  return pan.length === 15
    ? pan.replace(/^(\d{4})(\d{6})(\d{5})$/, `$1${gap}$2${gap}$3`)
    : pan.replace(/(\d{4})(?=\d)/g, `$1${gap}`)
}

/** ISO/IEC 7812-1 annex B. */
function checkDigit(digits: string): number {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const weighted = at % 2 === 0 ? Number(digit) * 2 : Number(digit)
    return total + (weighted > 9 ? weighted - 9 : weighted)
  }, 0)
  return (10 - (sum % 10)) % 10
}

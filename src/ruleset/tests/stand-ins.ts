/** Short names of rule tests, and the fields they set. A single capital letter stands for a made-up value of its own. */
export const SHORT_NAMES: Readonly<Record<string, (value: string) => Record<string, unknown>>> = {
  card: value => ({ 'card.fingerprint': standIn(value, letter => `fp_test_${letter}`) }),
  email: value => ({
    'customer.email': standIn(value, letter => `${GIVEN_NAMES[index(letter)]}.mill${letter}@gmail.com`),
  }),
  ip: value => ({ ip: standIn(value, letter => `73.${20 + index(letter)}.41.17`) }),
  device: value => ({ 'device.id': standIn(value, letter => `dev_test_${letter}`) }),
  customer: value => ({ 'customer.id': standIn(value, letter => `cus_test_${letter}`) }),
  shipping: value => address('shipping', value),
  billing: value => address('billing', value),
}

/** Given names for made-up e-mail addresses, so that they look like people's. */
const GIVEN_NAMES =
  'anna bruno clara david emma felix greta henry ida jonas karin louis maria noah olga peter quinn rosa simon tina ursula victor wanda xenia yuri zoe'.split(
    ' ',
  )
const STREETS =
  'Ash Birch Cedar Dogwood Elm Fir Grove Hazel Ivy Juniper Knoll Laurel Maple Nutmeg Oak Pine Quince Rowan Spruce Teak Union Vine Walnut Yarrow Yew Zinnia'.split(
    ' ',
  )

function standIn(value: string, make: (letter: string) => string): string {
  return /^[A-Z]$/.test(value) ? make(value.toLowerCase()) : value
}

/** The same letter is the same address for billing and shipping. */
function address(of: 'billing' | 'shipping', value: string): Record<string, unknown> {
  const letter = /^[A-Z]$/.test(value) ? value.toLowerCase() : undefined
  if (letter === undefined) return { [`${of}.line1`]: value }
  return { [`${of}.line1`]: `${10 + index(letter)} ${STREETS[index(letter)]} Street`, [`${of}.line2`]: null }
}

function index(letter: string): number {
  return letter.charCodeAt(0) - 97
}

/** The letter that a made-up value stands for, so that traces speak the test's language; undefined for other values. */
export function standInLetter(value: string): string | undefined {
  const letter = /^(?:fp|dev|cus)_test_([a-z])$/.exec(value)?.[1] ?? /\.mill([a-z])@gmail\.com$/.exec(value)?.[1]
  if (letter !== undefined) return letter.toUpperCase()
  const network = /^73\.(\d{2})\.41\.17$/.exec(value)?.[1]
  const position = network === undefined ? -1 : Number(network) - 20
  return position >= 0 && position < 26 ? String.fromCharCode(65 + position) : undefined
}

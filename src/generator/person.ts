import { FAMILY_NAMES, GIVEN_NAMES, WORDS } from './names.ts'
import type { AddressJson, CardJson } from './payment-json.ts'
import { ABROAD, COUNTRIES, HOSTING, type Place } from './places.ts'
import type { Random } from './random.ts'

export interface Person {
  given: string
  family: string
  place: Place
  address: AddressJson
}

export function makePerson(random: Random, place: Place): Person {
  const given = random.pick(GIVEN_NAMES)
  const family = random.pick(FAMILY_NAMES)
  return { given, family, place, address: makeAddress(random, place, `${given} ${family}`) }
}

export function makeAddress(random: Random, place: Place, name: string): AddressJson {
  const country = COUNTRIES[place.country]!
  const line1 = country.line
    .replace('{street}', random.pick(country.streets))
    .replace('{number}', String(random.whole(1, random.chance(0.3) ? 2400 : 180)))
  const address: AddressJson = {
    name,
    line1,
    city: place.city,
    region: place.region,
    postalCode: random.fill(place.postalCode),
    country: place.country,
  }
  if (random.chance(0.25)) address.line2 = `Apt ${random.whole(1, 40)}`
  return address
}

/** An honest e-mail: mostly made of the name, now and then a nickname. */
export function makeEmail(random: Random, given: string, family: string): string {
  const first = given.toLowerCase()
  const last = family.toLowerCase()
  const domain = random.weighted(MAIL_DOMAINS).domain
  const style = random.next()
  if (style < 0.4) return `${first}.${last}@${domain}`
  if (style < 0.6) return `${first}${last}${random.whole(1, 99)}@${domain}`
  if (style < 0.72) return `${first[0]}${last}@${domain}`
  if (style < 0.84) return `${first}.${last}${random.whole(1960, 2006)}@${domain}`
  if (style < 0.89) return `${first}.${last}+shop@${domain}`
  if (style < 0.94) return `mail@${last}${random.whole(1, 999)}.example`
  return `${random.pick(WORDS)}${random.pick(WORDS)}${random.whole(1, 999)}@${domain}`
}

const MAIL_DOMAINS = [
  { domain: 'gmail.com', weight: 50 },
  { domain: 'outlook.com', weight: 12 },
  { domain: 'yahoo.com', weight: 12 },
  { domain: 'hotmail.com', weight: 10 },
  { domain: 'icloud.com', weight: 12 },
  { domain: 'proton.me', weight: 3 },
] as const

/** Domains that hand out mailboxes for ten minutes. */
const DISPOSABLE_DOMAINS = ['mailinator.com', 'guerrillamail.com', 'yopmail.com', '10minutemail.com', 'sharklasers.com']
const TYPO_DOMAINS = ['gmial.com', 'gamil.com', 'hotmial.com', 'outlok.com', 'yahooo.com']

export function disposableEmail(random: Random): string {
  return `${random.pick(WORDS)}${random.whole(10, 9999)}@${random.pick(DISPOSABLE_DOMAINS)}`
}

export function typoEmail(random: Random, given: string, family: string): string {
  return `${given}.${family}@${random.pick(TYPO_DOMAINS)}`.toLowerCase()
}

/** Letters and digits struck at random: `xk7qzt3vbn@gmail.com`. */
export function randomEmail(random: Random): string {
  const signs = 'bcdfghjklmnpqrstvwxz0123456789bcdfghkqxz'
  let local = random.pick([...'bcdfgkqxz'])
  for (let i = random.whole(8, 12); i > 0; i--) local += signs[random.whole(0, signs.length - 1)]
  return `${local}@${random.weighted(MAIL_DOMAINS).domain}`
}

/** A card issued in `country`. The first six digits are made up and stay within one country. */
export function makeCard(random: Random, country: string): CardJson {
  const brand = random.weighted(BRANDS)
  const issuer = (country.charCodeAt(0) * 7 + country.charCodeAt(1)) % 90
  return {
    fingerprint: `fp_${random.hex(12)}`,
    bin: `${brand.first}${String(issuer + 10)}${String(random.whole(0, 5))}`.padEnd(6, '0').slice(0, 6),
    last4: random.fill('####'),
    brand: brand.name,
    funding: random.chance(0.55) ? 'credit' : random.chance(0.9) ? 'debit' : 'prepaid',
    country,
  }
}

const BRANDS = [
  { name: 'visa', first: '4', weight: 55 },
  { name: 'mastercard', first: '52', weight: 35 },
  { name: 'amex', first: '37', weight: 10 },
] as const

export function ipIn(random: Random, network: string): string {
  return `${network}.${random.whole(0, 255)}.${random.whole(1, 254)}`
}

export function abroadIp(random: Random, notIn: string): string {
  const choices = ABROAD.filter(row => row.country !== notIn)
  return ipIn(random, random.pick(random.pick(choices).networks))
}

export function hostingIp(random: Random): string {
  return ipIn(random, random.pick(random.pick(HOSTING).networks))
}

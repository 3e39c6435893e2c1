import type { AddressFacts } from './address.ts'
import { fold, wordsOf } from './fold.ts'
import { isKindOfStreet } from './street-words.ts'

/** Why an address looks like a forwarder's; from the surest sign to the weakest. */
export type ForwarderSign = 'company' | 'pmb' | 'care-of' | 'suite-code' | 'suite'

/** Parcel forwarders and what they call themselves, as it stands in the addresses that they hand out. */
const companies = new Set(
  `shipito myus borderlinx stackry forward2me usgobuy viabox opas qwintry fishisfast aeropost skybox skypostal buyandship
comgateway tiptrans shipmecargo mailboxde eshopwedrop meest boxberry zenmarket buyee tenso polarexpress ship7 wiship
globalshopaholics eurosender planetexpress shopandship colisexpat novaposhta reship reshipping reshipper forwarder
forwarders forwarding consolidator consolidators freight cargo`.split(/\s+/),
)
const companyPairs = new Set('planet express|nova poshta|shop ship|colis expat|parcel forward'.split('|'))
const boxWords = new Set('postfach postbus postboks apartado apdo'.split(' '))
const boxPairs = new Set(
  'po box|pob box|postal box|office box|gpo box|boite postale|casilla postal|casella postale|caixa postal|locked bag|private bag'.split(
    '|',
  ),
)

/**
 * The sign of a freight forwarder or mail drop on the name and lines of a shipping address: a known company, a private
 * mailbox (PMB), care of, a customer's number at a forwarder (`Suite AB1234`, `# CJ-88321`, `Unit 45021`; offices have
 * one to three digits), or any suite. A plain `Suite 200` is also every second office, so it counts only when the goods
 * do not go where the bill goes.
 */
export function forwarderSign(shipping: AddressFacts, shipsToBilling: boolean): ForwarderSign | undefined {
  const lines = shipping.line.typed
  const { name, line1, line2 } = shipping.raw
  const nameWords = name === undefined ? [] : wordsOf(fold(name))
  if (namesCompany(lines) || namesCompany(nameWords)) return 'company'
  if (hasPair(lines, 'private', 'mailbox') || lines.includes('pmb')) return 'pmb'
  if (isCareOf(lines, line1, line2) || isCareOf(nameWords, name)) return 'care-of'
  let anySuite = false
  for (let at = 0; at + 1 < lines.length; at++) {
    const word = lines[at]!
    const isSuite = word === 'suite' || word === 'ste'
    if (!isSuite && word !== 'unit' && word !== 'apt' && word !== 'room') continue
    if (isCustomerCode(lines[at + 1]!, lines[at + 2])) return 'suite-code'
    anySuite ||= isSuite && /^[a-z]?\d+$|^[a-z]$/.test(lines[at + 1]!)
  }
  return anySuite && !shipsToBilling ? 'suite' : undefined
}

/** A post-office box: nobody lives there. */
export function isPoBox(address: AddressFacts): boolean {
  const words = address.line.typed
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!
    const next = words[at + 1]
    if (boxWords.has(word) || word === 'pobox') return true
    if (next === undefined) continue
    if (boxPairs.has(`${word} ${next}`) || (word === 'p' && next === 'o' && words[at + 2] === 'box')) return true
    if ((word === 'bp' || word === 'pob') && /^\d+$/.test(next)) return true
  }
  return false
}

/** `1 Cargo Road` is a street, `Acme Cargo` is not. */
function namesCompany(words: readonly string[]): boolean {
  for (let at = 0; at < words.length; at++) {
    const next = words[at + 1]
    if (companies.has(words[at]!) && (next === undefined || !isKindOfStreet(next))) return true
    if (next === undefined) continue
    const joined = next === 'and' || next === 'n' ? words[at + 2] : next
    if (joined !== undefined && companyPairs.has(`${words[at]} ${joined}`)) return true
  }
  return false
}

/** The slash is looked for as it was typed, because `C. O. Smith` is a person. */
function isCareOf(words: readonly string[], ...typed: (string | undefined)[]): boolean {
  return hasPair(words, 'care', 'of') || typed.some(text => text !== undefined && /\bc\/o\b/i.test(text))
}

function hasPair(words: readonly string[], one: string, other: string): boolean {
  for (let at = words.indexOf(one); at >= 0; at = words.indexOf(one, at + 1)) if (words[at + 1] === other) return true
  return false
}

/** Four digits or more, or letters and three digits or more, together or apart. */
function isCustomerCode(value: string, next: string | undefined): boolean {
  if (/^\d{4,}[a-z]*$|^[a-z]{1,5}\d{3,}$|^\d+[a-z]{2,}\d*$/.test(value)) return true
  return next !== undefined && /^[a-z]{1,5}$/.test(value) && /^\d{3,}$/.test(next)
}

import { domainToASCII, domainToUnicode } from 'node:url'
import { disposableEmailBlocklistSet } from 'disposable-email-domains-js'
import { getDomain } from 'tldts'
import { ownCopy } from '../model/own-copy.ts'
import { imitatesLatin } from './confusable.ts'
import { isFreeProvider } from './email-providers.ts'
import { typoOf } from './email-typo.ts'
import { TwoGenerationMap } from './two-generation-map.ts'

/** What the part behind the @ tells, the same for everyone there. */
export interface EmailDomain {
  /** Lower case, in ASCII (`xn--…` for other scripts). */
  ascii: string
  /** What one owner registered: `example.co.uk` of `mail.example.co.uk`. */
  registrable: string
  disposable: boolean
  free: boolean
  typoOf: string | undefined
  imitatesLatin: boolean
}

let disposable: ReadonlySet<string> | undefined
const cache = new TwoGenerationMap<EmailDomain>(4096)

/** `raw` as it stands behind the @. Answers for the latest domains are kept (at most 8,192). */
export function emailDomain(raw: string): EmailDomain {
  const known = cache.get(raw)
  if (known !== undefined) return known
  const found = examine(ownCopy(raw))
  cache.set(raw, found)
  return found
}

function examine(raw: string): EmailDomain {
  const lower = raw.trim().toLowerCase().normalize('NFC')
  const ascii = domainToASCII(lower) || lower
  const unicode = ascii.includes('xn--') ? domainToUnicode(ascii) : lower
  const registrable = getDomain(ascii, { allowPrivateDomains: true, extractHostname: false }) ?? ascii
  const readable = registrable.includes('xn--') ? domainToUnicode(registrable) : registrable
  return {
    ascii,
    registrable,
    disposable: isDisposable(ascii, registrable),
    free: isFreeProvider(registrable),
    typoOf: typoOf(readable),
    imitatesLatin: imitatesIn(unicode),
  }
}

/** The domain itself, or any domain above it down to the registrable one, is on the list of throw-away mail. */
function isDisposable(ascii: string, registrable: string): boolean {
  disposable ??= disposableEmailBlocklistSet()
  let domain = ascii
  for (;;) {
    if (disposable.has(domain)) return true
    if (domain.length <= registrable.length) return false
    domain = domain.slice(domain.indexOf('.') + 1)
  }
}

/** A domain that is foreign to its last label is an honest foreign domain, and so is its look. */
function imitatesIn(unicode: string): boolean {
  const labels = unicode.split('.')
  const top = labels.at(-1)!
  return /^[\x00-\x7f]*$/.test(top) && labels.some(imitatesLatin)
}

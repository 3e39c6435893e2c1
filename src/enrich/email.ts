import { imitatesLatin, skeletonOf } from './confusable.ts'
import { type EmailDomain, emailDomain } from './email-domain.ts'
import { nameSimilarity } from './email-name.ts'
import { lowerNfc, normaliseEmail, tagStart } from './email-normalise.ts'
import { randomness } from './email-random.ts'

/** From this similarity on an address counts as made from the customer's name. */
const MATCHES_NAME_MIN = 0.6
/** From this randomness on the name before the @ counts as typed by chance; see email-random.ts for the error rates. */
const LOOKS_RANDOM_MIN = 0.5

/** What an e-mail address tells; everything is worked out on first use. */
export class EmailFacts {
  readonly domain: EmailDomain
  /** What stands before the @, lower case, with its tag. */
  readonly local: string
  private readonly customerName: string | undefined
  private knownNormalised: string | undefined
  private knownRandomness: number | undefined
  private knownSimilarity: number | undefined | null = null

  constructor(local: string, domain: string, customerName: string | undefined) {
    this.domain = emailDomain(domain)
    this.local = lowerNfc(local)
    this.customerName = customerName
  }

  get normalised(): string {
    this.knownNormalised ??= normaliseEmail(this.local, this.domain)
    return this.knownNormalised
  }

  get hasTag(): boolean {
    return tagStart(this.local, this.domain) > 0
  }

  /** Share of digits in the name before the @, without its tag; 0 to 1. */
  get digitsShare(): number {
    const name = this.name
    if (name.length === 0) return 0
    let digits = 0
    for (let at = 0; at < name.length; at++) {
      const code = name.charCodeAt(at)
      if (code >= 48 && code <= 57) digits++
    }
    return Math.round((digits / name.length) * 100) / 100
  }

  /** 0 (a name or word) to 1 (typed by chance), in hundredths. */
  get randomness(): number {
    this.knownRandomness ??= randomness(this.name)
    return this.knownRandomness
  }

  get looksRandom(): boolean {
    return this.randomness >= LOOKS_RANDOM_MIN
  }

  get hasHomoglyphs(): boolean {
    return this.domain.imitatesLatin || imitatesLatin(this.local)
  }

  /** The whole address as it looks in plain Latin letters. */
  get skeleton(): string {
    return skeletonOf(this.normalised)
  }

  /** 0 (nothing in common) to 1; absent without a name in Latin letters. */
  get nameSimilarity(): number | undefined {
    if (this.knownSimilarity === null) this.knownSimilarity = nameSimilarity(this.name, this.customerName)
    return this.knownSimilarity
  }

  get matchesName(): boolean | undefined {
    const similarity = this.nameSimilarity
    return similarity === undefined ? undefined : similarity >= MATCHES_NAME_MIN
  }

  private get name(): string {
    const tag = tagStart(this.local, this.domain)
    return tag > 0 ? this.local.slice(0, tag) : this.local
  }
}

/** Undefined when the text has no name or no domain around its last @. */
export function emailFacts(email: string, customerName: string | undefined): EmailFacts | undefined {
  const at = email.lastIndexOf('@')
  if (at < 1 || at === email.length - 1) return undefined
  return new EmailFacts(email.slice(0, at), email.slice(at + 1), customerName)
}

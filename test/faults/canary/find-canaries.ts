import { type Canary, EMAIL_MARK, PIN_BLOCK_MARK, TRACK_END, TRACK_MARK } from './canaries.ts'

export type Secret = 'card number' | 'security code' | 'pin block' | 'track' | 'e-mail' | 'ip'

export interface Finding {
  secret: Secret
  /** Enough of the text around it to see where it came from. */
  around: string
}

const PAN_LENGTHS = [13, 14, 15, 16, 19]
/** Whatever people and programs put between groups of digits. */
const GAPS = '[ .,/_\\-\\u00a0\\u2009\\u202f\\u2010-\\u2015]?'
const DIGIT_RUN = new RegExp(`\\d(?:${GAPS}\\d){12,}`, 'g')
const HEX_RUN = /(?:3\d){13,}/g
const BYTE_LIST = /(?:(?:4[89]|5[0-7]),\s?){12,}(?:4[89]|5[0-7])/g
const BASE64_RUN = /[\w+/-]{16,}/g
const IP = /\b81\.2\.\d{1,3}\.\d{1,3}\b/g
const CODE = /(?<![\w.])\d{4}(?![\w.])/g
/** Nine bytes of a number that begin on a multiple of three are twelve characters of base64, whatever stands before. */
const BASE64_PART = 12

/**
 * Looks for the secrets of canaries in a text: card numbers plain, in groups, in hexadecimal, as a list of bytes and in
 * base64; marks of the other secrets plain and in base64.
 */
export class CanaryFinder {
  private readonly pans: ReadonlySet<string>
  private readonly panParts: ReadonlySet<string>
  private readonly ips: ReadonlySet<string>
  private readonly codes: ReadonlySet<string>

  constructor(canaries: readonly Canary[]) {
    this.pans = new Set(canaries.map(({ pan }) => pan))
    this.panParts = new Set(canaries.flatMap(({ pan }) => base64Parts(pan)))
    this.ips = new Set(canaries.map(({ ip }) => ip))
    this.codes = new Set(canaries.map(({ code }) => code))
  }

  /** Every secret but the security codes, whose four digits mean nothing outside a value. */
  inText(text: string): Finding[] {
    const found: Finding[] = []
    const note = (secret: Secret, at: number): void => {
      found.push({ secret, around: text.slice(Math.max(0, at - 80), at + 80) })
    }
    for (const { 0: run, index } of text.matchAll(DIGIT_RUN)) if (this.holdsPan(run)) note('card number', index)
    for (const { 0: run, index } of text.matchAll(HEX_RUN)) {
      if (this.holdsPan(Buffer.from(run, 'hex').toString('latin1'))) note('card number', index)
    }
    for (const { 0: list, index } of text.matchAll(BYTE_LIST)) {
      if (this.holdsPan(String.fromCharCode(...list.split(',').map(Number)))) note('card number', index)
    }
    for (const { 0: run, index } of text.matchAll(BASE64_RUN)) {
      for (let at = 0; at + BASE64_PART <= run.length; at++) {
        if (this.panParts.has(run.slice(at, at + BASE64_PART))) note('card number', index + at)
      }
    }
    for (const { 0: ip, index } of text.matchAll(IP)) if (this.ips.has(ip)) note('ip', index)
    for (const mark of MARKS) for (const { index } of text.matchAll(mark.pattern)) note(mark.secret, index)
    return found
  }

  /** Security codes and PINs that stand alone in a text, such as a value of JSON. */
  codesIn(value: string): Finding[] {
    return [...value.matchAll(CODE)]
      .filter(([code]) => this.codes.has(code))
      .map(({ index }) => ({
        secret: 'security code' as const,
        around: value.slice(Math.max(0, index - 80), index + 80),
      }))
  }

  private holdsPan(run: string): boolean {
    const digits = run.replace(/\D/g, '')
    for (let at = 0; at + PAN_LENGTHS[0]! <= digits.length; at++) {
      if (PAN_LENGTHS.some(length => this.pans.has(digits.slice(at, at + length)))) return true
    }
    return false
  }
}

const MARKS: { secret: Secret; pattern: RegExp }[] = (
  [
    ['pin block', PIN_BLOCK_MARK],
    ['track', TRACK_MARK],
    ['track', TRACK_END],
    ['e-mail', EMAIL_MARK],
  ] as const
).map(([secret, mark]) => ({ secret, pattern: new RegExp([mark, ...base64Parts(mark)].join('|'), 'gi') }))

/** What a text becomes in base64 at each of the three places where it can begin within three bytes. Letters and digits only. */
function base64Parts(text: string): string[] {
  return [0, 1, 2].map(skip => {
    const bytes = Math.min(9, Math.floor((text.length - skip) / 3) * 3)
    return Buffer.from(text.slice(skip, skip + bytes)).toString('base64')
  })
}

import { ownCopy } from '../model/own-copy.ts'
import { fold, wordsOf } from './fold.ts'
import { shortForm } from './street-words.ts'
import { TwoGenerationMap } from './two-generation-map.ts'

const unitWords = new Set(
  'apt apartment apmt unit suite ste flat room rm appartement app appt wohnung whg dpto piso apto ap'.split(' '),
)
const joinedUnit = /^(?:apt|unit|suite|ste|flat|rm)(\d+[a-z]?)$/
const unitValue = /^(?:\d+[a-z]*|[a-z]\d*)$/

/** The lines of an address in one form, so that different spellings of one place are equal. */
export class AddressLine {
  /** The words as they were typed, folded; `#` is the word `unit`. */
  readonly typed: readonly string[]
  /** `1 main st`; empty when there is nothing but a unit. */
  readonly street: string
  /** Apartment, suite or flat: `4b`; empty when none is named. */
  readonly unit: string
  private knownNumbers: string | undefined
  private knownNames: string | undefined

  constructor(typed: readonly string[]) {
    this.typed = typed
    let street = ''
    let unit = ''
    for (let at = 0; at < typed.length; at++) {
      const word = typed[at]!
      const next = typed[at + 1]
      if (unitWords.has(word) && next !== undefined) {
        if (unitWords.has(next)) continue
        if (unitValue.test(next)) {
          unit = unit === '' ? next : `${unit}-${next}`
          at++
          continue
        }
      }
      const joined = endsInUnit(word) ? joinedUnit.exec(word) : null
      if (joined !== null) {
        unit = unit === '' ? joined[1]! : `${unit}-${joined[1]}`
        continue
      }
      const compass = isCompass(word) && next !== undefined && isCompass(next)
      if (compass) at++
      const written = compass ? word + next : shortForm(word)
      street = street === '' ? written : `${street} ${written}`
    }
    this.street = street
    this.unit = unit
  }

  /** The words of `street` that hold digits, sorted: the house number. */
  get numbers(): string {
    this.knownNumbers ??= this.sorted(true)
    return this.knownNumbers
  }

  /** Its other words, sorted. */
  get names(): string {
    this.knownNames ??= this.sorted(false)
    return this.knownNames
  }

  private sorted(withDigits: boolean): string {
    return this.street
      .split(' ')
      .filter(word => /\d/.test(word) === withDigits)
      .sort()
      .join(' ')
  }
}

const nothing = new AddressLine([])
const cache = new TwoGenerationMap<AddressLine>(4096)

/** Both lines together, because one person writes `1 Main St Apt 4` where another uses a second line. */
export function addressLine(line1: string | undefined, line2: string | undefined): AddressLine {
  const text = line2 === undefined ? (line1 ?? '') : `${line1 ?? ''}, ${line2}`
  if (text === '') return nothing
  const known = cache.get(text)
  if (known !== undefined) return known
  const folded = fold(ownCopy(text))
  const line = new AddressLine(wordsOf(folded.includes('#') ? folded.replaceAll('#', ' unit ') : folded))
  cache.set(text, line)
  return line
}

/** `N W` is `NW`; single letters only, for `north west` is written out. */
function isCompass(word: string): boolean {
  return word.length === 1 && (word === 'n' || word === 's' || word === 'e' || word === 'w')
}

/** A cheap look before the pattern: a word that starts with a letter and has a digit at its end or before it. */
function endsInUnit(word: string): boolean {
  if (word.charCodeAt(0) < 97) return false
  return word.charCodeAt(word.length - 1) < 58 || word.charCodeAt(word.length - 2) < 58
}

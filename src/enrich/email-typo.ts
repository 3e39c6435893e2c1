import { skeletonOf } from './confusable.ts'
import { firstLabel, isFreeProvider } from './email-providers.ts'

/** Providers whose misspellings are common enough to name, each with the ending that its customers use. */
const big = [
  'gmail.com',
  'yahoo.com',
  'hotmail.com',
  'outlook.com',
  'icloud.com',
  'protonmail.com',
  'rocketmail.com',
  'comcast.net',
  'verizon.net',
  'yandex.ru',
  'googlemail.com',
]
const bigByLabel = new Map(big.map(domain => [firstLabel(domain), domain]))
/** Labels that live under one ending only, so that any other ending is a mistake. */
const oneEnding = new Set(['gmail', 'icloud', 'googlemail', 'protonmail', 'rocketmail', 'comcast', 'verizon'])

/** Misspelt `com` and `net`. Endings that exist (`co`, `cm`, `om`) count only behind the name of a big provider. */
const wrongEnding = new Set(
  'co con cmo ocm cm om comm coom vom xom cpm comn cim ccom com.com net.com ner nte'.split(' '),
)

/** Real providers and companies that are one letter from a big one. */
const realNeighbours = new Set('email ymail mail fmail zmail xmail qmail kmail hmail tmail outlock verizona'.split(' '))

const keyRows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm']

/**
 * The big provider that this domain is probably a misspelling of: one slip of the fingers (two letters swapped, one
 * missing, one too many, a neighbouring key, a digit for a letter it looks like) or a wrong ending. The first letter is
 * only taken for a slip when it is swapped or a neighbouring key. `domain` is the registrable one, in ASCII or Unicode.
 */
export function typoOf(domain: string): string | undefined {
  const label = firstLabel(domain)
  const ending = domain.slice(label.length + 1)
  const exact = bigByLabel.get(label)
  if (exact !== undefined) return isWrongEnding(label, ending) ? exact : undefined
  if (isFreeProvider(domain) || realNeighbours.has(label)) return undefined
  const plain = skeletonOf(label).replace(/0/g, 'o').replace(/[1!|]/g, 'l').replace(/3/g, 'e').replace(/5/g, 's')
  for (const [name, correct] of bigByLabel) {
    if (plain !== name && plain.replace('l', 'i') !== name && !isOneSlip(label, name)) continue
    const expected = correct.slice(name.length + 1)
    if (ending === expected || wrongEnding.has(ending) || ending.startsWith('co.') || oneEnding.has(name))
      return correct
  }
  return undefined
}

function isWrongEnding(label: string, ending: string): boolean {
  const correct = bigByLabel.get(label)!
  if (`${label}.${ending}` === correct) return false
  return oneEnding.has(label) || wrongEnding.has(ending)
}

/** `typed` for `meant`: exactly one swap, loss, addition or neighbouring key. */
function isOneSlip(typed: string, meant: string): boolean {
  const longer = typed.length - meant.length
  if (longer < -1 || longer > 1) return false
  let at = 0
  while (at < meant.length && typed[at] === meant[at]) at++
  const rest = (from: number, meantFrom: number) => typed.slice(from) === meant.slice(meantFrom)
  if (longer === 1) return at > 0 && rest(at + 1, at)
  if (longer === -1) return at > 0 && rest(at, at + 1)
  if (typed[at] === meant[at + 1] && typed[at + 1] === meant[at] && rest(at + 2, at + 2)) return true
  return (
    rest(at + 1, at + 1) &&
    (isNeighbourKey(typed[at]!, meant[at]!) || (at > 0 && isVowel(typed[at]!) && isVowel(meant[at]!)))
  )
}

function isNeighbourKey(one: string, other: string): boolean {
  for (let row = 0; row < keyRows.length; row++) {
    const at = keyRows[row]!.indexOf(one)
    if (at < 0) continue
    for (let near = Math.max(0, row - 1); near <= row + 1; near++) {
      const column = keyRows[near]?.indexOf(other) ?? -1
      if (column >= 0 && Math.abs(column - at) <= 1) return true
    }
  }
  return false
}

function isVowel(letter: string): boolean {
  return 'aeiou'.includes(letter)
}

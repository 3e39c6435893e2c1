import { distance } from 'fastest-levenshtein'
import { fold, wordsOf } from './fold.ts'

/**
 * How much of the customer's name is in the address, 0 to 1 in hundredths:
 * - 1 when a word of the name (three letters or more) stands in the local part: `jdoe`, `joe.doe.82`, `doe-family`;
 * - 1 when the whole of a shorter word does: `li.wei`;
 * - 0.6 when the letters are the initials, `jd1982`, or begin a word of the name, `mich` for Michael;
 * - otherwise how alike the nearest spellings are: 1 minus the Levenshtein distance over the longer length.
 * Absent when either has no Latin letters. German umlauts count in both spellings (`müller` is `muller` and `mueller`).
 */
export function nameSimilarity(local: string, name: string | undefined): number | undefined {
  if (name === undefined) return undefined
  const pieces = fold(local).match(/[a-z]+/g)
  if (pieces === null) return undefined
  const words = nameWords(name)
  if (words.length === 0) return undefined
  const letters = pieces.join('')
  let best = 0
  for (const word of words) {
    if (word.length >= 3 ? letters.includes(word) : pieces.includes(word)) return 1
    for (const piece of pieces) best = Math.max(best, likeness(piece, word))
  }
  best = Math.max(best, likeness(letters, words.join('')), likeness(letters, [...words].reverse().join('')))
  if (isInitials(letters, words)) best = Math.max(best, 0.6)
  return Math.round(best * 100) / 100
}

function likeness(piece: string, word: string): number {
  if (piece.length >= 3 && word.startsWith(piece)) return 0.6 + (0.4 * piece.length) / word.length
  const longer = Math.max(piece.length, word.length)
  return longer === 0 ? 0 : 1 - distance(piece, word) / longer
}

function isInitials(letters: string, words: readonly string[]): boolean {
  if (letters.length < 2 || letters.length > words.length) return false
  for (let at = 0; at < letters.length; at++) if (!words[at]!.startsWith(letters[at]!)) return false
  return true
}

/** Latin words of a name; one with umlauts or ringed letters comes in both spellings. */
function nameWords(name: string): string[] {
  const words = wordsOf(fold(name)).filter(word => /^[a-z]+$/.test(word))
  const lower = name.toLowerCase()
  if (!/[äöüåø]/.test(lower)) return words
  const spelled = lower.replace(/[äöüåø]/g, letter => ({ ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe' })[letter]!)
  for (const word of wordsOf(fold(spelled))) {
    if (/^[a-z]+$/.test(word) && !words.includes(word)) words.push(word)
  }
  return words
}

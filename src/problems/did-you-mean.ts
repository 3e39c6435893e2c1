import { closest, distance } from 'fastest-levenshtein'

/** The candidate that was probably meant, or undefined when none is near enough to be worth saying. */
export function didYouMean(written: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined
  const folded = fold(written)
  const exact = candidates.find(candidate => fold(candidate) === folded)
  if (exact !== undefined) return exact
  const lastPart = candidates.filter(candidate => candidate.endsWith(`.${written}`))
  if (lastPart.length === 1) return lastPart[0]
  const near = closest(written, [...candidates])
  if (distance(written, near) <= Math.max(1, Math.floor(written.length / 3))) return near
  return candidates.find(each => each.length > 2 && (folded.startsWith(fold(each)) || each.startsWith(`${written}.`)))
}

/** The candidates nearest to what was written, nearest first. */
export function nearest(written: string, candidates: readonly string[], count: number): string[] {
  const byDistance = candidates.map(candidate => ({ candidate, away: distance(written, candidate) }))
  byDistance.sort((a, b) => a.away - b.away || (a.candidate < b.candidate ? -1 : 1))
  return byDistance.slice(0, count).map(each => each.candidate)
}

/** `cardFingerprint`, `card_fingerprint` and `Card.Fingerprint` are one word to a reader. */
function fold(name: string): string {
  return name.toLowerCase().replace(/[-_.\s]/g, '')
}

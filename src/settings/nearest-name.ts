import { closest, distance } from 'fastest-levenshtein'

/** The name that was probably meant, when one is near enough to be worth saying: a slip, other case, or a longer form. */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  const given = written.toLowerCase()
  const lowered = names.map(name => name.toLowerCase())
  const longer = lowered.findIndex(name => name.length > 2 && (given.startsWith(name) || name.startsWith(`${given}.`)))
  const nearest = lowered.length === 0 ? '' : closest(given, lowered)
  const farthest = Math.max(2, Math.floor(nearest.length / 4))
  if (nearest !== '' && distance(given, nearest) <= farthest) return names[lowered.indexOf(nearest)]
  return names[longer]
}

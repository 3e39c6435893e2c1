import type { Random } from '../random.ts'
import type { Pattern } from './pattern.ts'
import { FRAUD_PATTERNS } from './patterns.ts'

/**
 * Gives one pattern after another as from a shuffled deck of cards, so that even a short stream shows every pattern.
 * Shuffled by Fisher and Yates.
 */
export function dealPatterns(random: Random): () => Pattern {
  let deck: Pattern[] = []
  return () => {
    if (deck.length === 0) {
      deck = FRAUD_PATTERNS.flatMap(pattern => new Array<Pattern>(pattern.goesPerDeal).fill(pattern))
      for (let last = deck.length - 1; last > 0; last--) {
        const other = random.whole(0, last)
        const pattern = deck[last]!
        deck[last] = deck[other]!
        deck[other] = pattern
      }
    }
    return deck.pop()!
  }
}

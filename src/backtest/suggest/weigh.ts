import type { FlagReport } from '../report.ts'

/** What things cost, in major units of the base currency. */
export interface Costs {
  /** One review: the time of a person. */
  review: number
  /** The share of a good payment's amount that is lost where it is reviewed; where it is blocked, all of it is. */
  insult: number
}

/**
 * What a ruleset was worth: the fraud that it caught, less the good payments that it stopped and the reviews that it asked for.
 * Major units of the base currency. Payments without a label count as reviews only.
 */
export function worthOf({ caught, insulted, insultedByBlock, review }: FlagReport, costs: Costs): number {
  const reviewed = insulted.amount - insultedByBlock.amount
  return caught.amount - costs.insult * reviewed - insultedByBlock.amount - costs.review * review.payments
}

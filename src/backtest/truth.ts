/** What is known of a payment, for judging rules: abuse is bad as fraud is, and unknown counts on neither side. */
export type Truth = 'fraud' | 'abuse' | 'legit' | 'unknown'

export const TRUTHS: readonly Truth[] = ['fraud', 'abuse', 'legit', 'unknown']

/** Words for payments that are in order; every other word than these and those of `Truth` names a pattern of fraud. */
const GOOD: ReadonlySet<string> = new Set(['legit', 'ordinary'])

export function truthOf(label: string): Truth {
  if (GOOD.has(label)) return 'legit'
  return label === 'abuse' || label === 'unknown' || label === '' ? (label === 'abuse' ? 'abuse' : 'unknown') : 'fraud'
}

export function isBad(truth: Truth): boolean {
  return truth === 'fraud' || truth === 'abuse'
}

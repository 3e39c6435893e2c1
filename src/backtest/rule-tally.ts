import type { Ruleset } from '../ruleset/ruleset.ts'
import { share } from './flag-tally.ts'
import type { JudgedPayment, Judgement } from './judged.ts'
import type { RuleReport } from './report.ts'
import { isBad, TRUTHS, type Truth } from './truth.ts'

/** What one rule hit. */
interface Hits {
  payments: number
  amountMinor: number
  truths: Record<Truth, number>
  alonePayments: number
  aloneAmountMinor: number
  aloneBad: number
}

/** Hits by rule, and how often rules hit the same payment. */
export class RuleTally {
  private readonly ruleset: Ruleset
  private readonly hits: readonly Hits[]
  private readonly overlap: readonly Float64Array[]

  constructor(ruleset: Ruleset) {
    this.ruleset = ruleset
    this.hits = ruleset.rules.map(startHits)
    this.overlap = ruleset.rules.map(() => new Float64Array(ruleset.rules.length))
  }

  add(payment: JudgedPayment, { hits, shadowHits }: Judgement): void {
    if (hits.length === 0 && shadowHits.length === 0) return
    const all = shadowHits.length === 0 ? hits : [...hits, ...shadowHits]
    for (const rule of all) {
      this.count(payment, rule, hits.length === 0 || (hits.length === 1 && hits[0] === rule))
      for (const other of all) this.overlap[rule]![other]!++
    }
  }

  /** `badPayments` are all bad ones that were judged. */
  report(badPayments: number, baseDigits: number): { rules: RuleReport[]; overlap: number[][] } {
    const major = 10 ** baseDigits
    const rules = this.ruleset.rules.map(({ name, title, mode, score }, index): RuleReport => {
      const { payments, amountMinor, truths, alonePayments, aloneAmountMinor, aloneBad } = this.hits[index]!
      const bad = truths.fraud + truths.abuse
      return {
        rule: name,
        title,
        mode,
        score,
        hits: { payments, amount: amountMinor / major },
        truths: { ...truths },
        precision: share(bad, truths.legit),
        recall: share(bad, badPayments - bad),
        alone: { payments: alonePayments, amount: aloneAmountMinor / major },
        aloneBad,
      }
    })
    return { rules, overlap: this.overlap.map(row => [...row]) }
  }

  private count({ truth, amountMinor = 0 }: JudgedPayment, rule: number, isAlone: boolean): void {
    const hits = this.hits[rule]!
    hits.payments++
    hits.amountMinor += amountMinor
    hits.truths[truth]++
    if (!isAlone) return
    hits.alonePayments++
    hits.aloneAmountMinor += amountMinor
    if (isBad(truth)) hits.aloneBad++
  }
}

function startHits(): Hits {
  return {
    payments: 0,
    amountMinor: 0,
    truths: noTruths(),
    alonePayments: 0,
    aloneAmountMinor: 0,
    aloneBad: 0,
  }
}

export function noTruths(): Record<Truth, number> {
  return Object.fromEntries(TRUTHS.map(truth => [truth, 0])) as Record<Truth, number>
}

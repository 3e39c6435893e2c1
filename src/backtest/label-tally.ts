import type { Action } from '../model/decision.ts'
import type { JudgedPayment } from './judged.ts'
import type { LabelReport } from './report.ts'
import type { Truth } from './truth.ts'

/** Labels are few words; a file that gives every payment one of its own must not fill the report. */
const LABELS_MAX = 100

interface Labelled {
  truth: Truth
  payments: number
  amountMinor: number
  flagged: number
  flaggedMinor: number
  blocked: number
}

/** What became of the payments of each label. */
export class LabelTally {
  private readonly labels = new Map<string, Labelled>()

  add(action: Action, { label, truth, amountMinor = 0 }: JudgedPayment): void {
    const row = this.row(label ?? truth, truth)
    row.payments++
    row.amountMinor += amountMinor
    if (action === 'allow') return
    row.flagged++
    row.flaggedMinor += amountMinor
    if (action === 'block') row.blocked++
  }

  report(baseDigits: number): LabelReport[] {
    const major = 10 ** baseDigits
    return [...this.labels]
      .map(([label, row]) => ({
        label,
        truth: row.truth,
        payments: { payments: row.payments, amount: row.amountMinor / major },
        flagged: { payments: row.flagged, amount: row.flaggedMinor / major },
        blocked: row.blocked,
      }))
      .sort((a, b) => b.payments.payments - a.payments.payments || (a.label < b.label ? -1 : 1))
  }

  private row(label: string, truth: Truth): Labelled {
    const known = this.labels.get(label)
    if (known !== undefined) return known
    if (this.labels.size >= LABELS_MAX && label !== truth) return this.row(truth, truth)
    const row = { truth, payments: 0, amountMinor: 0, flagged: 0, flaggedMinor: 0, blocked: 0 }
    this.labels.set(label, row)
    return row
  }
}

import type { Label } from '../model/case.ts'

/** One row of a file of labels: what a payment was, and since when and why that is known. */
export interface LabelRow {
  /** Line of the file on which the row begins, from 1. */
  line: number
  paymentId: string
  /** Undefined where the file does not say whose payment it is. */
  merchantId: string | undefined
  label: Label
  /** Since when it is known; undefined where the file does not say. */
  atMs: number | undefined
  reason: string | undefined
}

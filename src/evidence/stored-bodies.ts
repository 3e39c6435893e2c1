import type { outcomeJson } from '../model/outcome-json.ts'
import type { paymentJson } from '../model/payment-json.ts'

/** What `undefined` was written as: nothing. */
type Stored<T> = { [Key in keyof T]: T[Key] }

/** A payment as the desk keeps it. */
export type PaymentBody = Stored<ReturnType<typeof paymentJson>>
export type AddressBody = NonNullable<PaymentBody['billing']>
/** An outcome as the desk keeps it. */
export type OutcomeBody = Stored<ReturnType<typeof outcomeJson>>

import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Canary, makeCanaries } from './canaries.ts'
import { CanaryFinder, type Finding } from './find-canaries.ts'
import { rulesThatNamePeople } from './outputs.ts'
import { paymentOf } from './scored-carriers.ts'

export const canaries = makeCanaries(2000)
export const finder = new CanaryFinder(canaries)

/** Declares what nobody should: a security code, a PIN block and a track among the metadata. */
export const ENVIRONMENT = {
  TRIPLINE_SECRET: 'secret-of-the-canaries',
  TRIPLINE_METADATA_FIELDS: 'note:text,ref:number,cvv:text,pinBlock:text,trackData:text',
}

/** Flags every payment, and says every text that a reason can name; e-mail and IP are left to other rules. */
const RULE = `rule: sees-everything
title: Flags every payment
mode: live
owner: payments-risk
why: So that each payment stands in the review topic and each text in a reason.
when: [amount > 0]
score: 1
action: review
reason: "{customer.id} {customer.name} {customer.phone} {card.fingerprint} {card.bin} {card.last4} {card.brand} {device.id} {billing.line1} {billing.line2} {billing.city} {shipping.line1} {metadata.note} {metadata.ref} {metadata.cvv}"
tests:
  - { name: any, payment: { amount: "1.00" }, expect: hit }
  - { name: none, payment: { amount: "0.00" }, expect: no-hit }
`

/** The starter rules and the one above; answers those whose sentences name an e-mail or IP address. */
export function layOutRules(folder: string): { dir: string; naming: ReadonlySet<string> } {
  const dir = join(folder, 'rules')
  cpSync('rules', dir, { recursive: true })
  writeFileSync(join(dir, 'sees-everything.yaml'), RULE)
  return { dir, naming: rulesThatNamePeople(dir) }
}

/** Payments that claim the id of one that came before, and differ in their amount. */
export function conflicts(): string[] {
  return canaries.slice(0, 40).map(conflict)
}

const conflict = (canary: Canary): string =>
  JSON.stringify(paymentOf(canary, { amount: '777.77', 'card.number': canary.pan, 'metadata.note': canary.track1 }))

/** The first few finds say enough. */
export function shown(found: readonly Finding[]): string[] {
  return [...new Set(found.map(({ secret, around }) => `${secret}: …${around}…`))].slice(0, 12)
}

import type { EmailDomain } from './email-domain.ts'
import { ignoresDots, mailboxDomain, tagMark } from './email-providers.ts'

/**
 * The one form of all spellings of a mailbox: lower case, Unicode NFC, without the tag that its owner may add at will
 * (`+tag`; `-tag` at Yahoo), without Gmail's dots, and under the first name of its domain (`googlemail.com` is
 * `gmail.com`). Sources: the providers' help pages. `local` is what stands before the @.
 */
export function normaliseEmail(local: string, domain: EmailDomain): string {
  const mailbox = mailboxDomain(domain.ascii)
  let name = lowerNfc(local)
  const tag = tagStart(name, domain)
  if (tag > 0) name = name.slice(0, tag).trimEnd() || name
  if (ignoresDots(mailbox)) name = name.replace(/\./g, '') || name
  return `${name}@${mailbox}`
}

/** Where the owner's tag begins in a lower-case name, or a number below 1 when there is none. */
export function tagStart(name: string, domain: EmailDomain): number {
  return name.indexOf(tagMark(domain.registrable))
}

/** Lower case and NFC until neither changes it: lower-casing `İ` leaves a letter and a mark. */
export function lowerNfc(text: string): string {
  const trimmed = text.trim()
  if (/^[\x00-\x7f]*$/.test(trimmed)) return trimmed.toLowerCase()
  return trimmed.normalize('NFC').toLowerCase().normalize('NFC')
}

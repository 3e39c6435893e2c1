import { EVIDENCE_KINDS } from '../../model/evidence.ts'
import type { Pack } from '../pack.ts'
import { COMPELLING, compellingPayments, LINKS } from '../prior-payments.ts'
import { Page } from './page.ts'

/** A text that was added is printed as far as this; the whole of it is in the ZIP. */
const PRINTED_LENGTH_MAX = 20_000

/** The pack as one PDF: the same bytes for the same pack. */
export async function packPdf(pack: Pack): Promise<Buffer> {
  const page = new Page(`Evidence for ${pack.disputeId ?? pack.caseId}`, pack.asOf)
  cover(page, pack)
  answer(page, pack)
  facts(page, pack)
  timeline(page, pack)
  priorPayments(page, pack)
  attachments(page, pack)
  contents(page, pack)
  return page.end(`${pack.caseId}, evidence as of ${pack.asOf.slice(0, 10)}`)
}

function cover(page: Page, pack: Pack): void {
  const { playbook, completeness } = pack
  page.title('Dispute evidence', playbook.title)
  page.facts(
    [
      ['Case', pack.caseId],
      ['Dispute', pack.disputeId],
      ['Reason', [pack.reason, pack.network && `(${pack.network})`].filter(Boolean).join(' ')],
      ['Amount', pack.amount],
      ['Opened', minute(pack.disputedAt)],
      ['Answer due', pack.due && minute(pack.due.at)],
      ['Evidence as of', minute(pack.asOf)],
    ].filter((row): row is [string, string] => Boolean(row[1])),
  )
  page.heading('What is here')
  page.table(
    [
      { head: 'evidence', share: 0.58 },
      { head: 'needed', share: 0.2 },
      { head: 'in this pack', share: 0.22 },
    ],
    completeness.map(({ help, need, isThere }) => [help, need, isThere ? 'yes' : 'not in it']),
  )
}

function answer(page: Page, { statement }: Pack): void {
  page.heading('Statement')
  page.paragraph(statement.text)
}

function facts(page: Page, { pieces }: Pack): void {
  page.heading('Facts')
  page.facts(
    pieces.flatMap(({ rows, kind }) =>
      rows.map(([label, value]) => [label === 'said' ? EVIDENCE_KINDS[kind].help : label, value] as const),
    ),
  )
}

function timeline(page: Page, { timeline: events }: Pack): void {
  page.heading('What happened')
  page.table(
    [
      { head: 'time (UTC)', share: 0.24 },
      { head: 'event', share: 0.76 },
    ],
    events.map(({ at, what }) => [minute(at), what]),
  )
}

function priorPayments(page: Page, { prior, playbook }: Pack): void {
  if (![...playbook.required, ...playbook.helpful].includes('prior_payments')) return
  page.heading('Earlier payments that nobody disputed')
  const found = new Set(compellingPayments(prior).map(({ id }) => id))
  const { daysMin, daysMax, paymentsMin } = COMPELLING
  page.paragraph(
    found.size > 0
      ? `${found.size} payments with the same card, ${daysMin} to ${daysMax} days before the dispute, share two of IP address, device, account and delivery address with the disputed one, the IP address or the device among them. Visa's Compelling Evidence 3.0 (condition 10.4) asks for ${paymentsMin}.`
      : `Fewer than ${paymentsMin} payments fulfil Visa's Compelling Evidence 3.0 (the same card, ${daysMin} to ${daysMax} days before the dispute, two things in common).`,
  )
  if (prior.length === 0) return
  page.table(
    [
      { head: 'payment', share: 0.26 },
      { head: 'made on', share: 0.16 },
      { head: 'amount', share: 0.16 },
      { head: 'the same', share: 0.28 },
      { head: 'counts', share: 0.14 },
    ],
    prior.map(({ id, occurredAt, amount, links }) => [
      id,
      occurredAt.slice(0, 10),
      amount,
      LINKS.filter(link => links.includes(link)).join(', '),
      found.has(id) ? 'yes' : 'no',
    ]),
  )
}

function attachments(page: Page, { attachments: files }: Pack): void {
  page.heading('Attachments')
  if (files.length === 0) {
    page.paragraph('None.')
    return
  }
  page.table(
    [
      { head: 'file', share: 0.34 },
      { head: 'what it is', share: 0.26 },
      { head: 'SHA-256', share: 0.4 },
    ],
    files.map(({ path, item }) => [path, EVIDENCE_KINDS[item.kind].help, item.sha256]),
  )
  page.paragraph(
    'Pictures and texts follow; PDF files are in the ZIP beside this file. Letters that the font of this file lacks are shown as boxes; evidence.json in the ZIP has them.',
    true,
  )
}

function contents(page: Page, { attachments: files }: Pack): void {
  for (const { path, item } of files) {
    if (item.mediaType.startsWith('image/')) page.picture(path, item.bytes)
    else if (item.mediaType === 'text/plain') {
      const text = item.bytes.toString('utf8')
      page.newPage()
      page.heading(path)
      page.paragraph(text.slice(0, PRINTED_LENGTH_MAX))
      if (text.length > PRINTED_LENGTH_MAX) page.paragraph('… the rest is in the ZIP.')
    }
  }
}

function minute(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)}`
}

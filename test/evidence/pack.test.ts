import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { completenessOf } from '../../src/evidence/completeness.ts'
import { ADYEN_DOCUMENTS, PAYPAL_TYPES, STRIPE_FIELDS } from '../../src/evidence/gateway-fields.ts'
import { packOf } from '../../src/evidence/pack.ts'
import { submissionOf } from '../../src/evidence/submission.ts'
import { writePack } from '../../src/evidence/write-pack.ts'
import { EVIDENCE_KIND_NAMES, type EvidenceKind } from '../../src/model/evidence.ts'
import { loadPlaybooks } from '../../src/playbooks/load-playbooks.ts'
import { gathered, item, outcome, PAYMENT } from './made-case.ts'

const { playbooks } = await loadPlaybooks('rules')
const fraud = playbooks.find(({ name }) => name === 'fraud')!
const notReceived = playbooks.find(({ name }) => name === 'not-received')!
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

test('the same evidence makes the same bytes; another piece makes others', async () => {
  const items = [
    item('delivery_proof', 'door.png', PIXEL),
    item('customer_conversation', 'chat.txt', 'Привет, Γειά, 你好 🎁', 2),
  ]
  const write = (given = items) => writePack(packOf(gathered({ items: given }), fraud, 'visa'), 'stripe')
  const [first, second] = [await write(), await write()]
  expect(first.pdf.equals(second.pdf)).toBe(true)
  expect(first.zip.equals(second.zip)).toBe(true)
  expect((await write(items.slice(0, 1))).zipHash).not.toBe(first.zipHash)
})

test('the manifest has the hash of every other file of the ZIP', async () => {
  const { zip, pdf, zipHash } = await writePack(
    packOf(gathered({ items: [item('receipt', 'invoice.txt', 'paid')] }), fraud, 'visa'),
    'paypal',
  )
  const { 'manifest.json': manifest, ...files } = unzipSync(zip)
  const listed = JSON.parse(Buffer.from(manifest!).toString('utf8')).files as {
    name: string
    bytes: number
    sha256: string
  }[]
  const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
  expect(listed).toEqual(
    Object.entries(files).map(([name, bytes]) => ({ name, bytes: bytes.length, sha256: hash(bytes) })),
  )
  expect(Object.keys(files)).toContain('attachments/01-receipt-invoice.txt')
  expect(Buffer.from(files['evidence.pdf']!).equals(pdf)).toBe(true)
  expect(zipHash).toBe(hash(zip))
})

test('a PDF comes of whatever people and gateways write', { timeout: 120_000 }, async () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'grapheme', maxLength: 3000 }))
  await fc.assert(
    fc.asyncProperty(text, text, async (name, said) => {
      const payment = { ...PAYMENT, customer: { ...PAYMENT.customer, name } } as typeof PAYMENT
      const items = [
        item('customer_conversation', 'chat.txt', said),
        item('delivery_proof', 'broken.png', Buffer.from(said), 2),
      ]
      const { pdf } = await writePack(packOf(gathered({ payment, items }), fraud, 'visa'), undefined)
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    }),
    { numRuns: 8 },
  )
})

test('a piece is missing exactly when nothing is there of it, and each that is missing says how to come by it', () => {
  fc.assert(
    fc.property(fc.subarray(EVIDENCE_KIND_NAMES), fc.constantFrom(...playbooks), (kinds, playbook) => {
      const there = new Set<EvidenceKind>(kinds)
      const rows = completenessOf(playbook, there)
      expect(rows.map(({ kind }) => kind)).toEqual([...playbook.required, ...playbook.helpful])
      for (const row of rows) {
        expect(row.isThere).toBe(there.has(row.kind))
        expect(row.how === '').toBe(row.isThere)
        expect(row.need === 'required').toBe(playbook.required.includes(row.kind))
      }
    }),
  )
})

test("Stripe's 27 fields and the other gateways' names come from kinds that there are", () => {
  expect(Object.keys(STRIPE_FIELDS)).toHaveLength(27)
  const named: string[] = [
    ...Object.values(STRIPE_FIELDS).flatMap(({ from }): readonly string[] => from),
    ...Object.values(PAYPAL_TYPES).flat(),
    ...Object.values(ADYEN_DOCUMENTS).flat(),
  ]
  expect(named.filter(kind => !['pack', 'answer', ...EVIDENCE_KIND_NAMES].includes(kind))).toEqual([])
})

test('each gateway gets the evidence under its own names, and is told about no file that it does not take', () => {
  const items = [
    item('delivery_proof', 'door.png', PIXEL),
    item('shipping_documentation', 'label.pdf', '%PDF-1.4', 2),
    item('tracking_number', 'tracking_number.txt', '1Z999', 3),
    item('shipping_carrier', 'shipping_carrier.txt', 'UPS', 4),
  ]
  const pack = packOf(gathered({ items }), notReceived, 'visa')
  expect(submissionOf('stripe', pack, 1000).fields).toMatchObject({
    shipping_documentation: 'attachments/01-delivery_proof-door.png',
    shipping_tracking_number: '1Z999',
    shipping_carrier: 'UPS',
    shipping_date: '2026-10-06',
    uncategorized_file: 'evidence.pdf',
  })
  expect(submissionOf('paypal', pack, 1000).fields).toContainEqual({
    evidence_type: 'PROOF_OF_FULFILLMENT',
    evidence_info: { tracking_info: [{ carrier_name: 'UPS', tracking_number: '1Z999' }] },
    documents: ['attachments/02-shipping_documentation-label.pdf'],
    notes: '1Z999\nUPS\n2026-10-06',
  })
  const adyen = submissionOf('adyen', pack, 1000)
  expect(JSON.stringify(adyen.fields)).not.toContain('door.png')
  expect(adyen.warnings).toEqual([expect.stringContaining('adyen takes no image/png')])
})

test('refunds that failed are no refunds, and the newest text of a kind counts', () => {
  const outcomes = [outcome({ type: 'refund', id: 're_1', status: 'failed' }), outcome({})]
  const items = [item('tracking_number', 't.txt', 'old', 1), item('tracking_number', 't.txt', 'new', 2)]
  const pack = packOf(gathered({ outcomes, items }), notReceived, 'visa')
  expect(pack.pieces.map(({ kind }) => kind)).not.toContain('refund_record')
  expect(pack.pieces.find(({ kind }) => kind === 'tracking_number')?.rows).toEqual([['said', 'new']])
  expect(pack.statement.missing).toEqual(['shipping.carrier'])
})

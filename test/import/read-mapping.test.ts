import { describe, expect, test } from 'vitest'
import { checkColumns } from '../../src/import/check-columns.ts'
import type { Mapping } from '../../src/import/mapping.ts'
import { readMapping } from '../../src/import/read-mapping.ts'
import { printProblems } from '../../src/problems/print-problems.ts'
import { ProblemList } from '../../src/problems/problem-list.ts'
import { SourceText } from '../../src/problems/source-text.ts'

const REQUIRED = `
  id: { column: id }
  occurredAt: { column: time, date: epoch-seconds }
  amount: { column: amount }
  currency: { constant: USD }`

function read(text: string): { mapping: Mapping | undefined; printed: string; codes: string[]; problems: ProblemList } {
  const source = new SourceText('file.map.yaml', text)
  const problems = new ProblemList()
  const mapping = readMapping(source, problems)
  const printed = printProblems(problems.sorted(), 'human', new Map([[source.file, source]]))
  return { mapping, printed, codes: problems.sorted().map(problem => problem.code), problems }
}

test('a mapping is read, with what it leaves open filled in', () => {
  const { mapping, printed } = read(`
payment:${REQUIRED}
  customer.name: { template: "{first} {last}" }
  metadata.shop: { column: shop }
label: { column: fraud, values: { "1": fraud, "0": legit, "": null } }`)
  expect(printed).toBe('')
  expect(mapping?.format).toBe('csv')
  expect(mapping?.csv).toEqual({ delimiter: ',', quote: '"' })
  expect(mapping?.fields.map(field => field.field)).toEqual([
    'id',
    'occurredAt',
    'amount',
    'currency',
    'customer.name',
    'metadata.shop',
  ])
  expect(mapping?.label?.values?.get('')).toBeNull()
})

describe('mistakes in a mapping', () => {
  test.each([
    ['an unknown key', `format: csv\npayments:${REQUIRED}`, ['unknown-field']],
    ['an unknown field', `payment:${REQUIRED}\n  custmer.id: { column: c }`, ['unknown-field']],
    ['a missing field', 'payment:\n  id: { column: id }', ['missing-field', 'missing-field', 'missing-field']],
    ['no source', `payment:${REQUIRED}\n  ip: { empty: absent }`, ['missing-field']],
    ['two sources', `payment:${REQUIRED}\n  ip: { column: ip, constant: 1.2.3.4 }`, ['bad-value']],
    ['a wrong format', `format: xml\npayment:${REQUIRED}`, ['bad-value']],
    [
      'a pattern without a zone',
      `payment:${REQUIRED}\n  customer.createdAt: { column: t, date: yyyy-MM-dd }`,
      ['bad-value'],
    ],
    [
      'an unknown zone',
      `payment:${REQUIRED}\n  customer.createdAt: { column: t, date: yyyy-MM-dd, zone: Mars }`,
      ['unknown-timezone'],
    ],
    ['a zone without a date', `payment:${REQUIRED}\n  customer.createdAt: { column: t, zone: UTC }`, ['bad-value']],
    ['a date on a text', `payment:${REQUIRED}\n  ip: { column: ip, date: iso }`, ['bad-value']],
    ['a number on a text', `payment:${REQUIRED}\n  ip: { column: ip, number: { unit: minor } }`, ['bad-value']],
    [
      'a clash of separators',
      `payment:${REQUIRED}\n  order.item.unitPrice: { column: p, number: { decimal: ",", thousands: "," } }`,
      ['bad-value'],
    ],
    ['an open brace', `payment:${REQUIRED}\n  customer.name: { template: "{first {last}" }`, ['bad-placeholder']],
    ['values that are no group', `payment:${REQUIRED}\n  status: { column: s, values: [a, b] }`, ['wrong-type']],
    ['not YAML', 'payment: [', ['yaml-syntax']],
  ])('%s', (_, text, codes) => {
    const result = read(text)
    expect(result.codes).toEqual(codes)
    expect(result.mapping).toBeUndefined()
  })

  test('print with place, caret and suggestion', () => {
    const { printed } = read(`format: cvs\npayment:${REQUIRED}\n  custmer.id: { colum: c }`)
    expect(printed).toMatchInlineSnapshot(`
      "file.map.yaml:1:9: error[bad-value]: \`format\` is one of csv, json-lines, not the text \`cvs\`
        |
      1 | format: cvs
        |         ^^^

      file.map.yaml:7:3: error[unknown-field]: a payment has no field \`custmer.id\`
        |
      7 |   custmer.id: { colum: c }
        |   ^^^^^^^^^^ did you mean \`customer.id\`?
        = fields you can fill: id, occurredAt, amount, currency, status, declineCode, method, channel, merchant.id, merchant.mcc, customer.id, customer.email, customer.name, customer.phone, customer.createdAt, card.number, card.fingerprint, card.bin, card.last4, card.brand, card.funding, card.country, card.avs, card.cvc, ip, device.id, device.userAgent, billing.name, billing.line1, billing.line2, billing.city, billing.region, billing.postalCode, billing.country, shipping.name, shipping.line1, shipping.line2, shipping.city, shipping.region, shipping.postalCode, shipping.country, shipping.method, order.id, order.item.sku, order.item.category, order.item.quantity, order.item.unitPrice, metadata.…"
    `)
  })
})

test('columns that the file does not have are mistakes with a place', () => {
  const { mapping, problems } = read(`payment:${REQUIRED}\n  customer.name: { template: "{first} {last}" }`)
  checkColumns(mapping!, ['id', 'time', 'amonut', 'first', 'lastname'], problems)
  expect(
    problems.sorted().map(({ code, place, suggestion }) => [code, place?.line, place?.column, suggestion]),
  ).toEqual([
    ['unknown-name', 4, 21, 'did you mean `amonut`?'],
    ['unknown-name', 6, 40, undefined],
  ])
})

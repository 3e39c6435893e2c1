import { describe, expect, test } from 'vitest'
import { readGatewayBody } from '../../../src/decode/gateways/read-gateway-body.ts'
import { AT, only } from './mapped.ts'

const braintreeDispute = (
  inner: string,
) => `<notification><timestamp type="datetime">${AT}</timestamp><kind>dispute_opened</kind>
  <subject><dispute><id>d2</id><original-dispute-id>d1</original-dispute-id><amount>10.00</amount><amount-disputed>8.00</amount-disputed>
  <currency-iso-code>EUR</currency-iso-code><reason-code nil="true"/><reply-by-date type="date">2026-12-01</reply-by-date>
  <transaction><id>t1</id><payment-instrument-subtype>MasterCard</payment-instrument-subtype></transaction>${inner}</dispute></subject></notification>`

describe('braintree', () => {
  const read = (text: string): Record<string, unknown> => {
    const body = readGatewayBody('braintree', Buffer.from(text), 1 << 20)
    return 'body' in body ? only('braintree', body.body) : { unread: body.code }
  }
  const form = (xml: string) =>
    new URLSearchParams({ bt_signature: 's', bt_payload: Buffer.from(xml).toString('base64') })

  test('a form, its XML, nothing where it says nil, and a dispute that follows another', () => {
    const xml = braintreeDispute('<kind>pre_arbitration</kind><status>open</status>')
    expect(read(String(form(xml)))).toEqual(read(xml))
    expect(read(xml)).toEqual({
      becomes: 'outcome',
      type: 'chargeback',
      id: 'd1',
      disputeId: 'd1',
      paymentId: 't1',
      occurredAt: AT,
      amount: '8.00',
      currency: 'EUR',
      status: 'open',
      deadline: '2026-12-01T00:00:00Z',
      network: 'MasterCard',
      stage: 'pre_arbitration',
      gateway: 'braintree',
    })
    expect(read(braintreeDispute('<kind>retrieval</kind><status>open</status>'))).toMatchObject({ type: 'dispute' })
  })

  test.each([
    [
      'entities of its own',
      `<!DOCTYPE a [<!ENTITY x "y">]>${braintreeDispute('<kind>chargeback</kind><status>&x;</status>')}`,
    ],
    ['what is not well-formed', '<notification><kind>check</notification>'],
    ['too deep nesting', `${'<a>'.repeat(50)}${'</a>'.repeat(50)}`],
    ['no XML', 'bt_payload=aGVsbG8='],
  ])('refuses %s', (_what, text) => {
    expect(read(text)).toEqual({ unread: 'bad-json' })
  })

  test('reads the characters that XML has names for', () => {
    expect(
      read(braintreeDispute('<kind>chargeback</kind><status>open</status><reason>a &amp; b &lt;c&gt; &#233;</reason>')),
    ).toMatchObject({
      reason: 'a & b <c> é',
    })
  })
})

import { describe, expect, test } from 'vitest'
import { judge, only } from './mapped.ts'

const adyenItem = (eventCode: string, more: object = {}) => ({
  NotificationRequestItem: {
    eventCode,
    success: 'true',
    eventDate: '2026-11-21T11:15:30+01:00',
    pspReference: 'PSP1',
    originalReference: 'PAY1',
    merchantAccountCode: 'M1',
    amount: { currency: 'EUR', value: 1050 },
    reason: '',
    ...more,
  },
})
const adyen = (...items: object[]) => ({ live: 'true', notificationItems: items })

describe('adyen', () => {
  test('success is a text, in every item of a list', () => {
    const events = judge(
      'adyen',
      adyen(adyenItem('AUTHORISATION'), adyenItem('AUTHORISATION', { success: 'false', reason: 'Refused' })),
    )
    const statuses = events.map(event => ('json' in event ? JSON.parse(event.json).status : undefined))
    expect(statuses).toEqual(['authorized', 'declined'])
    expect(only('adyen', adyen(adyenItem('REFUND', { success: 'false' })))).toMatchObject({
      type: 'refund',
      stage: 'failed',
    })
    expect(only('adyen', adyen(adyenItem('REFUND')))).toMatchObject({
      stage: 'done',
      amount: '10.50',
      paymentId: 'PAY1',
    })
  })

  test('digits that are its own, and a reason code with a space before it', () => {
    const amount = (currency: string) =>
      only('adyen', adyen(adyenItem('REFUND', { amount: { currency, value: 1000 } }))).amount
    expect(['CLP', 'IDR', 'ISK', 'CVE', 'JPY', 'USD'].map(amount)).toEqual([
      '10.00',
      '1000',
      '10.00',
      '1000',
      '1000',
      '10.00',
    ])
    const more = { additionalData: { chargebackReasonCode: ' 4853', chargebackSchemeCode: 'mc', defendable: 'true' } }
    expect(only('adyen', adyen(adyenItem('CHARGEBACK', more)))).toMatchObject({
      networkReason: '4853',
      network: 'mastercard',
      stage: 'needs_response',
    })
  })

  test('the steps of one dispute share its id, and those that name no payment are kept', () => {
    const steps = [
      'CHARGEBACK',
      'CHARGEBACK_REVERSED',
      'SECOND_CHARGEBACK',
      'PREARBITRATION_WON',
      'PREARBITRATION_LOST',
    ]
    const read = steps.map(code => only('adyen', adyen(adyenItem(code, { originalReference: undefined }))))
    expect(read.map(each => each.stage)).toEqual([
      'opened',
      'reversed',
      'second',
      'pre_arbitration_won',
      'pre_arbitration_lost',
    ])
    expect(new Set(read.map(each => `${each.type} ${each.disputeId} ${each.id}`))).toEqual(
      new Set(['chargeback PSP1 PSP1']),
    )
  })
})

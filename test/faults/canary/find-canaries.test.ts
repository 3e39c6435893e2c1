import { describe, expect, it } from 'vitest'
import { makeCanaries } from './canaries.ts'
import { CanaryFinder } from './find-canaries.ts'

const canaries = makeCanaries(24)
const finder = new CanaryFinder(canaries)

describe('the finder', () => {
  it('sees a card number plain, in groups, in base64, in hexadecimal and as bytes', () => {
    for (const { pan, spaced, dashed } of canaries) {
      const base64 = ['', 'x', 'xy'].map(before => Buffer.from(`${before}${pan} and`).toString('base64'))
      const hex = Buffer.from(pan).toString('hex')
      const bytes = JSON.stringify(Buffer.from(pan))
      for (const text of [pan, spaced, dashed, spaced.replaceAll(' ', '.'), ...base64, hex, bytes]) {
        expect(finder.inText(`before ${text} after`).map(({ secret }) => secret)).toContain('card number')
      }
    }
  })

  it('sees every other secret, and nothing in what holds none', () => {
    const { code, pinBlock, track1, track2, email, ip } = canaries[7]!
    const seen = [pinBlock, track1, track2, email, ip].map(text => finder.inText(text)[0]?.secret)
    expect(seen).toEqual(['pin block', 'card number', 'card number', 'e-mail', 'ip'])
    expect(finder.codesIn(`cvv ${code}`)).toHaveLength(1)
    expect(finder.inText(Buffer.from(email).toString('base64'))[0]?.secret).toBe('e-mail')
    expect(finder.inText(JSON.stringify({ paymentId: 'pay_1', occurredAt: '2024-06-03T10:15:30.000Z' }))).toEqual([])
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { NumberForm } from '../../src/import/mapping.ts'
import { toPlainDecimal } from '../../src/import/number-form.ts'

const plain: NumberForm = { decimal: '.', thousands: '', unit: 'major' }
const german: NumberForm = { decimal: ',', thousands: '.', unit: 'major' }
const swiss: NumberForm = { decimal: '.', thousands: "'", unit: 'major' }
const minor: NumberForm = { decimal: '.', thousands: '', unit: 'minor' }

describe('number forms', () => {
  test.each([
    ['129.90', plain, '129.90'],
    ['-5', plain, '-5'],
    ['1.234,50', german, '1234.50'],
    ['1234,5', german, '1234.5'],
    ['12.345.678', german, '12345678'],
    ["1'000.05", swiss, '1000.05'],
  ])('%s is %s', (text, form, expected) => {
    expect(toPlainDecimal(text, form, 'EUR')).toBe(expected)
  })

  test.each([
    ['1,234.50', plain],
    ['1.23,50', german],
    ['1.2345,00', german],
    ['1234.567,00', german],
    ['12,3,4', german],
    ['', plain],
    ['-', plain],
    ['.5', plain],
    ['5.', plain],
    ['1e3', plain],
    ['0x10', plain],
    ['١٢', plain],
    ['12 USD', plain],
  ])('%s is no number of its form', (text, form) => {
    expect(toPlainDecimal(text, form, 'EUR')).toBeUndefined()
  })
})

test.each([
  ['12990', 'USD', '129.90'],
  ['5', 'USD', '0.05'],
  ['-5', 'USD', '-0.05'],
  ['500', 'JPY', '500'],
  ['1234', 'KWD', '1.234'],
])('%s minor units of %s are %s', (text, currency, expected) => {
  expect(toPlainDecimal(text, minor, currency)).toBe(expected)
})

test('minor units need a currency and no fraction', () => {
  expect(toPlainDecimal('100', minor, undefined)).toBeUndefined()
  expect(toPlainDecimal('100', minor, 'ZZZ')).toBeUndefined()
  expect(toPlainDecimal('100.5', minor, 'USD')).toBeUndefined()
})

test('what a locale writes is read back', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), cents => {
      const text = (cents / 100).toLocaleString('de-DE', { minimumFractionDigits: 2, useGrouping: true })
      expect(Number(toPlainDecimal(text, german, 'EUR'))).toBe(cents / 100)
    }),
  )
})

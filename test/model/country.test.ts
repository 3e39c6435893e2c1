import { expect, test } from 'vitest'
import { countryCode } from '../../src/model/country.ts'

test('every two-letter region that has a name is a country here, or known not to be one', () => {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  // Reserved or withdrawn codes and unions, which ISO 3166-1 does not assign.
  const unassigned =
    'AC AN BU CP CQ CS DD DG DY EA EU EZ FQ FX HV IC MI NH NT PC PU PZ QO RH SU TA TP UN VD WK XA XB YD YU ZR ZZ JT NQ PG'.split(
      ' ',
    )
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const missed: string[] = []
  for (const first of letters) {
    for (const second of letters) {
      const code = first + second
      if (names.of(code) && !countryCode(code) && !unassigned.includes(code)) missed.push(code)
    }
  }
  expect(missed).toEqual([])
})

test('aliases, three letters and lower case', () => {
  expect(['UK', 'uk', 'GB', 'GBR', 'gbr', 'Gb'].map(countryCode)).toEqual(Array(6).fill('GB'))
  expect(countryCode('XK')).toBe('XK')
  expect(['ZZ', 'ZZZ', '', 'G', 'Germany', '__proto__'].map(countryCode)).toEqual(Array(6).fill(undefined))
})

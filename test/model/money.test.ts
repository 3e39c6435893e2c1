import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { currencies, currenciesByNumber } from '../../src/model/currencies.ts'
import { AMOUNT_MINOR_MAX, formatMinor, minorDigits, parseAmount } from '../../src/model/money.ts'

const currency = fc.constantFrom(...currencies.keys())
const minor = fc.maxSafeInteger()

describe('parseAmount', () => {
  test('reads back what formatMinor prints', () => {
    fc.assert(
      fc.property(minor, currency, (amount, code) => {
        expect(parseAmount(formatMinor(amount, code), minorDigits(code)!)).toBe(amount === 0 ? 0 : amount)
      }),
    )
  })

  /** The obvious reading, in exact whole numbers. */
  function slowly(text: string, digits: number): number | string {
    const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
    if (!parts) return 'amount-malformed'
    const decimals = (parts[3] ?? '').replace(/0+$/, '')
    if (decimals.length > digits) return 'too-many-decimals'
    const amount = BigInt(parts[2]! + decimals.padEnd(digits, '0'))
    if (amount > BigInt(AMOUNT_MINOR_MAX)) return 'amount-over-max'
    return amount === 0n ? 0 : Number(parts[1] ? -amount : amount)
  }

  test('agrees with whole numbers of any size on everything that looks like an amount', () => {
    const nearly = fc.array(fc.constantFrom('0', '1', '9', '12', '000', '.', '-', ',', ' ', 'e', '9007199254740991'), {
      maxLength: 8,
    })
    fc.assert(
      fc.property(nearly, fc.constantFrom(0, 2, 3, 4), (pieces, digits) => {
        const text = pieces.join('')
        expect(parseAmount(text, digits)).toBe(slowly(text, digits))
      }),
      { numRuns: 2_000 },
    )
  })

  test('takes a number for the amount that it prints as', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), currency, (amount, code) => {
        const digits = minorDigits(code)!
        expect(parseAmount(Number(formatMinor(amount, code)), digits)).toBe(amount)
      }),
    )
  })

  test('refuses numbers that may have been others', () => {
    expect(parseAmount(Number.NaN, 2)).toBe('amount-not-finite')
    expect(parseAmount(Number.NEGATIVE_INFINITY, 2)).toBe('amount-not-finite')
    expect(parseAmount(2 ** 53, 0)).toBe('unsafe-number')
    expect(parseAmount(90071992547409.91, 2)).toBe('unsafe-number')
    expect(parseAmount(0.1 + 0.2, 2)).toBe('too-many-decimals')
    expect(parseAmount(1e-7, 2)).toBe('too-many-decimals')
    expect(parseAmount(-0, 2)).toBe(0)
    expect(Object.is(parseAmount('-0.00', 2), 0)).toBe(true)
  })
})

describe('the currencies of ISO 4217', () => {
  test('minor units as in the standard where common use differs', () => {
    for (const code of ['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND']) expect(minorDigits(code), code).toBe(3)
    for (const code of ['JPY', 'KRW', 'CLP', 'UGX', 'ISK', 'VND', 'XAF', 'XOF', 'XPF'])
      expect(minorDigits(code), code).toBe(0)
    for (const code of ['CLF', 'UYW']) expect(minorDigits(code), code).toBe(4)
    for (const code of ['HUF', 'IDR', 'MGA', 'MRU', 'USD']) expect(minorDigits(code), code).toBe(2)
    for (const code of ['XXX', 'XTS', 'XAU', 'usd', '', 'BTC']) expect(minorDigits(code), code).toBeUndefined()
  })

  /** What Intl knows is in wide use; what only it knows was withdrawn before 2015 or is no payment currency. */
  const GONE = new Set(
    'ADP AFA ALK AOK AON AOR ARA ARL ARM ARP ATS AZM BAD BAN BEC BEF BEL BGL BGM BGO BOL BOP BRB BRC BRE BRN BRR BRZ BUK BYB CLE CNH CNX CSD CSK CYP DDM DEM ECS ECV EEK ESA ESB ESP FIM FRF GEK GHC GNS GQE GRD GWE GWP HRD IEP ILP ILR ISJ ITL KRH KRO LTT LUC LUF LUL LVL LVR MAF MCF MDC MGF MKN MLF MTL MTP MVP MXP MZE MZM NIC NLG PEI PES PLZ PTE RHD ROL RUR SDD SDP SIT SKK SRG SUR TJR TMM TPE TRL UAK UGS USS UYP VEB VNN WSD XAD XAG XAU XBA XBB XBC XBD XDR XEU XFO XFU XPD XPT XRE XSU XTS XUA XXX YDD YER YUD YUM YUN YUR ZAL ZMK ZRN ZRZ ZWD ZWN ZWR'.split(
      ' ',
    ),
  )

  test('none that Intl knows is forgotten', () => {
    const forgotten = Intl.supportedValuesOf('currency').filter(code => !currencies.has(code) && !GONE.has(code))
    expect(forgotten).toEqual([])
  })

  test('numbers are unique but for successors, which win', () => {
    for (const { code, number, untilMs } of currencies.values()) {
      expect(number).toMatch(/^\d{3}$/)
      if (untilMs === undefined) expect(currenciesByNumber.get(number)?.code).toBe(code)
    }
    expect(currenciesByNumber.get('840')?.code).toBe('USD')
    expect(currenciesByNumber.get('532')?.code).toBe('XCG')
  })
})

/** One currency of ISO 4217. */
export interface Currency {
  /** ISO 4217 alphabetic code. */
  code: string
  /** ISO 4217 numeric code, three digits. */
  number: string
  /** Digits after the point: 2 for USD, 0 for JPY, 3 for IQD. */
  digits: number
  /** First moment at which it was legal tender, where that is recent. Milliseconds since 1970. */
  fromMs?: number
  /** First moment at which it no longer was. Milliseconds since 1970. */
  untilMs?: number
}

/**
 * Alphabetic and numeric codes of ISO 4217:2015, amendments up to 180. Not from Intl, whose minor units follow common use
 * instead of the standard (IQD has 3 digits in ISO and 0 in ICU). Left out: precious metals, bond-market units, the
 * codes for testing and for no currency, which no payment is made in.
 */
const CODES =
  'AED784 AFN971 ALL008 AMD051 ANG532 AOA973 ARS032 AUD036 AWG533 AZN944 BAM977 BBD052 BDT050 BGN975 BHD048 BIF108 ' +
  'BMD060 BND096 BOB068 BOV984 BRL986 BSD044 BTN064 BWP072 BYN933 BYR974 BZD084 CAD124 CDF976 CHE947 CHF756 CHW948 ' +
  'CLF990 CLP152 CNY156 COP170 COU970 CRC188 CUC931 CUP192 CVE132 CZK203 DJF262 DKK208 DOP214 DZD012 EGP818 ERN232 ' +
  'ETB230 EUR978 FJD242 FKP238 GBP826 GEL981 GHS936 GIP292 GMD270 GNF324 GTQ320 GYD328 HKD344 HNL340 HRK191 HTG332 ' +
  'HUF348 IDR360 ILS376 INR356 IQD368 IRR364 ISK352 JMD388 JOD400 JPY392 KES404 KGS417 KHR116 KMF174 KPW408 KRW410 ' +
  'KWD414 KYD136 KZT398 LAK418 LBP422 LKR144 LRD430 LSL426 LTL440 LYD434 MAD504 MDL498 MGA969 MKD807 MMK104 MNT496 ' +
  'MOP446 MRO478 MRU929 MUR480 MVR462 MWK454 MXN484 MXV979 MYR458 MZN943 NAD516 NGN566 NIO558 NOK578 NPR524 NZD554 ' +
  'OMR512 PAB590 PEN604 PGK598 PHP608 PKR586 PLN985 PYG600 QAR634 RON946 RSD941 RUB643 RWF646 SAR682 SBD090 SCR690 ' +
  'SDG938 SEK752 SGD702 SHP654 SLE925 SLL694 SOS706 SRD968 SSP728 STD678 STN930 SVC222 SYP760 SZL748 THB764 TJS972 ' +
  'TMT934 TND788 TOP776 TRY949 TTD780 TWD901 TZS834 UAH980 UGX800 USD840 USN997 UYI940 UYU858 UYW927 UZS860 VED926 ' +
  'VEF937 VES928 VND704 VUV548 WST882 XAF950 XCD951 XCG532 XOF952 XPF953 YER886 ZAR710 ZMW967 ZWG924 ZWL932'

/** Every other currency has two digits. */
const DIGITS: Record<number, string> = {
  0: 'BIF BYR CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
}

/** Currencies that came or went since 2015, as [from, until); the amendments of ISO 4217 and their notes. */
const DATES: Record<string, [from: string | null, until: string | null]> = {
  ANG: [null, '2025-07-01'],
  BGN: [null, '2026-02-01'],
  BYN: ['2016-07-01', null],
  BYR: [null, '2017-01-01'],
  CUC: [null, '2021-07-01'],
  HRK: [null, '2023-01-15'],
  LTL: [null, '2015-01-16'],
  MRO: [null, '2018-01-01'],
  MRU: ['2018-01-01', null],
  SLE: ['2022-04-01', null],
  SLL: [null, '2024-01-01'],
  STD: [null, '2018-01-01'],
  STN: ['2018-01-01', null],
  UYW: ['2018-08-29', null],
  VED: ['2021-10-01', null],
  VEF: [null, '2018-08-20'],
  VES: ['2018-08-20', null],
  XCG: ['2025-03-31', null],
  ZWG: ['2024-06-25', null],
  ZWL: [null, '2024-09-01'],
}

const digitsOf = new Map(
  Object.entries(DIGITS).flatMap(([digits, codes]) => codes.split(' ').map(code => [code, Number(digits)] as const)),
)

const moment = (day: string | null | undefined): number | undefined =>
  day ? Date.parse(`${day}T00:00:00Z`) : undefined

const CURRENCIES: readonly Currency[] = CODES.split(' ').map(entry => {
  const code = entry.slice(0, 3)
  return {
    code,
    number: entry.slice(3),
    digits: digitsOf.get(code) ?? 2,
    fromMs: moment(DATES[code]?.[0]),
    untilMs: moment(DATES[code]?.[1]),
  }
})

/** Every currency by its alphabetic code. */
export const currencies: ReadonlyMap<string, Currency> = new Map(CURRENCIES.map(currency => [currency.code, currency]))

/**
 * Every currency by its numeric code. Where a successor took over the number (532: the Netherlands Antillean, then the
 * Caribbean guilder), the number means the successor.
 */
export const currenciesByNumber: ReadonlyMap<string, Currency> = new Map(
  [...CURRENCIES]
    .sort((one, other) => Number(one.untilMs === undefined) - Number(other.untilMs === undefined))
    .map(currency => [currency.number, currency]),
)

import { type Reading, warn } from './reading.ts'

/** ISO 18245: four digits. Spreadsheets drop the leading zero. */
export function readMerchantCategory(raw: string | number | null | undefined, reading: Reading): string | undefined {
  if (raw === undefined || raw === null || raw === '') return undefined
  const text = String(raw)
  if (/^\d{1,4}$/.test(text)) return text.padStart(4, '0')
  warn(reading, 'mcc-ignored')
  return undefined
}

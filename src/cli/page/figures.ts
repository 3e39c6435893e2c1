/** How figures are written, in the terminal and on the page. */
export function count(value: number): string {
  return value.toLocaleString('en-US')
}

export function percent(share: number | null): string {
  return share === null ? '–' : `${(100 * share).toFixed(1)} %`
}

export function perDay(rate: number): string {
  return rate.toLocaleString('en-US', { maximumFractionDigits: rate < 10 ? 2 : rate < 100 ? 1 : 0 })
}

/** Whole units: cents say nothing in a sum over many payments. */
export function amount(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 })
}

export function plain(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 6 })
}

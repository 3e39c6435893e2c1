const VALUES_MAX = 101
const SMALL_WHOLE = 12
/** Shares of the number as it stands, fine around it and coarse far away. */
const SHARES = [
  0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1, 1.05, 1.1, 1.2, 1.3, 1.4, 1.5, 1.75, 2, 2.5, 3, 4,
]

/**
 * The values to try where none are given: a small whole number goes by ones from 0, or 1, to about twice its size; any
 * other by shares of itself, a tenth to four times, on three digits. The number as it stands is one of them.
 */
export function usualValues(current: number): number[] {
  if (Number.isInteger(current) && Math.abs(current) <= SMALL_WHOLE) {
    const reach = Math.max(6, Math.abs(current) * 2)
    const from = current < 0 ? -reach : Math.min(1, current)
    return Array.from({ length: (current < 0 ? 0 : reach) - from + 1 }, (_, at) => from + at)
  }
  const whole = Number.isInteger(current)
  const values = SHARES.map(share => (share === 1 ? current : onThreeDigits(current * share, whole)))
  return inOrder(values)
}

/** Reads `1,2,5` or `10..100` or `10..100/5` (by steps of five); answers a sentence when it is neither. */
export function readValues(text: string, current: number): number[] | string {
  const range = /^(-?[\d.]+)\.\.(-?[\d.]+)(?:\/([\d.]+))?$/.exec(text.trim())
  const values =
    range === null ? text.split(',').map(each => (each.trim() === '' ? Number.NaN : Number(each))) : stepped(range)
  if (values.some(value => !Number.isFinite(value)) || values.length === 0) {
    return '`--values` is a list like `1,2,5`, or a range like `10..100` or `10..100/5`'
  }
  if (values.length > VALUES_MAX) return `\`--values\` gives ${values.length} values, at most ${VALUES_MAX} are swept`
  return inOrder([...values, current])
}

function stepped([, first, last, step]: RegExpExecArray): number[] {
  const [from, to] = [Number(first), Number(last)]
  const by = step === undefined ? (to - from) / 20 : Number(step)
  if (!(by > 0) || !(to >= from)) return []
  const count = Math.floor((to - from) / by + 1e-9) + 1
  return Array.from({ length: Math.min(count, VALUES_MAX + 1) }, (_, at) => Number((from + at * by).toPrecision(12)))
}

function onThreeDigits(value: number, whole: boolean): number {
  const rounded = Number(value.toPrecision(3))
  return whole ? Math.round(rounded) : rounded
}

function inOrder(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b)
}

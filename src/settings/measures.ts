/** Kinds of setting that hold a number with its unit written behind it. */
import { type Kept, type Limits, make, type Row, type Setting, scalar, within, wrong } from './setting.ts'

const UNIT_MS = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
])
const UNIT_BYTES = new Map([
  ['B', 1],
  ['KiB', 1024],
  ['MiB', 1024 ** 2],
  ['GiB', 1024 ** 3],
])

/** Written `90s`, `12h`, `30d`; kept as milliseconds. */
export function duration<const I extends Row<number>>(row: I & Limits): Setting<Kept<number, I>> {
  return measured<I>(row, 'duration', UNIT_MS, '`90s`, `12h` or `30d`')
}

/** Written `64MiB`; kept as bytes. */
export function size<const I extends Row<number>>(row: I & Limits): Setting<Kept<number, I>> {
  return measured<I>(row, 'size', UNIT_BYTES, '`512KiB` or `64MiB`')
}

function measured<I extends Row<number>>(
  row: I & Limits,
  type: string,
  units: ReadonlyMap<string, number>,
  example: string,
): Setting<Kept<number, I>> {
  const show = (value: number) => inLargestUnit(value, units)
  const { min, max } = row
  return make<number, I>(row, {
    type,
    limits: `${show(min)} to ${show(max)}`,
    show,
    read: scalar(type, written => {
      const [, digits, unit] = /^(\d{1,9})([a-zA-Z]+)$/.exec(written) ?? []
      const factor = units.get(unit ?? '')
      if (factor === undefined) return wrong(`must be a ${type} such as ${example}, not \`${written}\``)
      return within(Number(digits) * factor, { min, max }, show)
    }),
  })
}

/** Units stand smallest first, so the last that divides the value is the largest. */
function inLargestUnit(value: number, units: ReadonlyMap<string, number>): string {
  const [unit, factor] = [...units].findLast(([, each]) => value % each === 0) ?? ['', 1]
  return `${value / factor}${unit}`
}

import { type Area, fixed, roundScale, valueAxis } from '../page/axis.ts'
import { plain } from '../page/figures.ts'
import { type Markup, markup } from '../page/markup.ts'

const AREA: Area = { left: 56, top: 12, width: 915, height: 170 }
const LABELS_MAX = 14

export interface Curve {
  kind: 'one' | 'two'
  /** One for each value; null leaves a gap. */
  ys: readonly (number | null)[]
}

/** One or two curves over the values of a number; a dashed line marks the number as it stands. */
export function sweepPlot(
  what: string,
  {
    values,
    current,
    curves,
    max,
    write,
  }: {
    values: readonly number[]
    current: number
    curves: readonly Curve[]
    /** The top of the plot; the largest value unless said. */
    max?: number
    write: (value: number) => string
  },
): Markup {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const largest = Math.max(...curves.flatMap(({ ys }) => ys.map(y => y ?? 0)))
  const scale = max === undefined ? roundScale(largest) : { max, step: max / 4 }
  const xOf = (value: number) => fixed(AREA.left + (high === low ? 0.5 : (value - low) / (high - low)) * AREA.width)
  const yOf = (y: number) => fixed(AREA.top + AREA.height * (1 - y / scale.max))
  const drawn = curves.map(({ kind, ys }) => {
    const points = ys.flatMap((y, at) =>
      y === null ? [] : [{ x: xOf(values[at]!), y: yOf(y), said: write(y), value: values[at]! }],
    )
    const path = points.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${x} ${y}`).join(' ')
    const dots = points.map(
      ({ x, y, said, value }) =>
        markup`<circle class="dot ${kind}" cx="${x}" cy="${y}" r="3"><title>${plain(value)}: ${said}</title></circle>`,
    )
    return markup`<path class="curve ${kind}" d="${path}"/>${dots}`
  })
  const bottom = AREA.top + AREA.height
  const now = xOf(current)
  return markup`<svg viewBox="0 0 1000 212" role="img" aria-label="${what}">${valueAxis(AREA, scale.max, scale.step, write)}<line class="now" x1="${now}" x2="${now}" y1="${AREA.top}" y2="${bottom}"/>${drawn}${valueNames(values, current, xOf, bottom)}</svg>`
}

/** Names as many values as there is room for, and always the one that stands. */
function valueNames(
  values: readonly number[],
  current: number,
  xOf: (value: number) => number,
  bottom: number,
): Markup[] {
  const room = AREA.width / LABELS_MAX
  let taken = Number.NEGATIVE_INFINITY
  return values.map(value => {
    const x = xOf(value)
    const isCurrent = value === current
    const isNearCurrent = !isCurrent && Math.abs(x - xOf(current)) < room
    if (!isCurrent && (x - taken < room || isNearCurrent)) return markup``
    taken = x
    return markup`<text class="${isCurrent ? 'mark' : 'tick'}" x="${x}" y="${bottom + 18}" text-anchor="middle">${plain(value)}</text>`
  })
}

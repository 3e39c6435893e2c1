import { type Markup, markup } from './markup.ts'

/** Where a plot lies in its drawing. */
export interface Area {
  left: number
  top: number
  width: number
  height: number
}

/** A round number at or above the largest value, and the steps to it. */
export function roundScale(largest: number): { max: number; step: number } {
  if (!(largest > 0)) return { max: 1, step: 1 }
  const rough = largest / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 2.5, 5, 10].find(each => each * power >= rough * 0.999) ?? 10)
  return { max: Math.ceil(largest / step - 1e-9) * step, step }
}

/** Horizontal lines with their values, from 0 up. */
export function valueAxis(area: Area, max: number, step: number, write: (value: number) => string): Markup[] {
  const steps = Math.round(max / step)
  return Array.from({ length: steps + 1 }, (_, at) => {
    const y = fixed(area.top + area.height * (1 - at / steps))
    return markup`<line class="axis" x1="${area.left}" x2="${area.left + area.width}" y1="${y}" y2="${y}"/><text x="${area.left - 6}" y="${fixed(y + 4)}" text-anchor="end">${write(at * step)}</text>`
  })
}

export function fixed(value: number): number {
  return Math.round(value * 10) / 10
}

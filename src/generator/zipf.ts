import type { Random } from './random.ts'

/**
 * Picks indexes 0 … size − 1 with weight 1 / (index + 1 + shift)^exponent (Zipf; with a shift, Mandelbrot): a few
 * customers buy often, most of them seldom. The shift keeps the first few from buying all day.
 */
export function zipf(size: number, exponent: number, shift = 0): (random: Random) => number {
  const cumulative = new Float64Array(size)
  let total = 0
  for (let index = 0; index < size; index++) {
    total += 1 / (index + 1 + shift) ** exponent
    cumulative[index] = total
  }
  return random => {
    const target = random.next() * total
    let low = 0
    let high = size - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if (cumulative[middle]! > target) high = middle
      else low = middle + 1
    }
    return low
  }
}

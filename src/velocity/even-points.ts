/** A value that stands for so many. */
export interface WeightedValue {
  value: number
  weight: number
}

/**
 * `count` evenly spaced order statistics of what `values` stand for: the first is the least of them and the last the
 * greatest, those between are met on the way at equal steps of weight. Sorts `values`.
 */
export function evenPoints(values: WeightedValue[], count: number): number[] {
  values.sort((a, b) => a.value - b.value)
  let whole = 0
  for (const { weight } of values) whole += weight
  const points: number[] = []
  let at = 0
  let passed = values[0]?.weight ?? 0
  for (let number = 0; number < count && values.length > 0; number++) {
    const target = (whole * number) / (count - 1)
    while (passed < target && at < values.length - 1) passed += values[++at]!.weight
    points.push(values[number === count - 1 ? values.length - 1 : at]!.value)
  }
  return points
}

/** The value below which `percent` of the weight lies. Sorts `values`, of which there must be one. */
export function weightedPercentile(values: WeightedValue[], percent: number): number {
  values.sort((a, b) => a.value - b.value)
  let whole = 0
  for (const { weight } of values) whole += weight
  const target = (whole * percent) / 100
  let passed = 0
  for (const { value, weight } of values) {
    passed += weight
    if (passed >= target) return value
  }
  return values.at(-1)!.value
}

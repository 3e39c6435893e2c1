/** How many of the first `end` entries have a time up to and including `timeMs`: the first entry after it. Entries are in order of time. */
export function firstAfter(order: { time(entry: number): number }, timeMs: number, end: number): number {
  if (end > 0 && order.time(end - 1) <= timeMs) return end
  let low = 0
  let high = end
  while (low < high) {
    const middle = (low + high) >>> 1
    if (order.time(middle) <= timeMs) low = middle + 1
    else high = middle
  }
  return low
}

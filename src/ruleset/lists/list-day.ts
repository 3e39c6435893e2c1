/** An entry counts through the whole of its last day, UTC; answers the first moment after it. Undefined when it is no day. */
export function dayEnd(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined
  const ms = Date.parse(`${text}T00:00:00Z`)
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text) return undefined
  return ms + 86_400_000
}

/** The last day of an entry that ends at this moment: 2026-12-31. */
export function lastDay(endMs: number): string {
  return new Date(endMs - 1).toISOString().slice(0, 10)
}

/** A title, and under it what was counted, most frequent first; nothing where nothing was. */
export function countedLines(title: string, counts: ReadonlyMap<string, number>): string[] {
  if (counts.size === 0) return []
  const rows = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  return [title, ...rows.map(([what, count]) => `  ${what}  ${count.toLocaleString('en-US')}`)]
}

/**
 * Gives each group the case that it goes on in, and each case to one group: first by the first way of fitting, what is left of both by
 * the next. Within a way, groups come in their order, and of several cases the first fits.
 */
export function matchCases<Group, Each>(
  groups: readonly Group[],
  cases: readonly Each[],
  ways: readonly ((each: Each, group: Group) => boolean)[],
): Map<Group, Each> {
  const matched = new Map<Group, Each>()
  const free = new Set(cases)
  for (const fits of ways) {
    for (const group of groups.filter(each => !matched.has(each))) {
      const found = [...free].find(each => fits(each, group))
      if (found === undefined) continue
      free.delete(found)
      matched.set(group, found)
    }
  }
  return matched
}

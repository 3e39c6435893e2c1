/** The field of a mark in which it stands how far a partition is counted. */
export function fieldOf({ topic, partition }: { topic: string; partition: number }): string {
  return `${topic}/${partition}`
}

export function partitionOf(field: string): { topic: string; partition: number } {
  const slash = field.lastIndexOf('/')
  return { topic: field.slice(0, slash), partition: Number(field.slice(slash + 1)) }
}

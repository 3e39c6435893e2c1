export interface DeclaredMetric {
  type: 'counter' | 'gauge' | 'histogram'
  name: `tripline_${string}`
  labels: readonly string[]
  help: string
  /** Upper bounds of a histogram, in the unit of its name. */
  buckets?: readonly number[]
}

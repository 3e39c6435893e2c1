import { Histogram, type Registry } from 'prom-client'

interface BulkHistogramOptions {
  name: string
  help: string
  /** Upper bounds, ascending. */
  buckets: readonly number[]
  registers: Registry[]
}

/**
 * A histogram without labels that costs nanoseconds per value: `observe` of prom-client hashes labels and checks names
 * each time, which is too dear for something that is observed once per payment. Read by the registry like any other.
 */
export class BulkHistogram extends Histogram {
  private readonly bounds: Float64Array
  /** One more than there are bounds: the last counts values above all of them. */
  private readonly counts: Float64Array
  private total = 0

  constructor({ name, help, buckets, registers }: BulkHistogramOptions) {
    super({ name, help, buckets: [...buckets], registers })
    this.bounds = Float64Array.from(buckets)
    this.counts = new Float64Array(buckets.length + 1)
  }

  add(value: number): void {
    const { bounds } = this
    let bucket = 0
    while (bucket < bounds.length && value > bounds[bucket]!) bucket++
    this.counts[bucket]!++
    this.total += value
  }

  /** What prom-client's registry calls; `get` below is the same thing as JSON. */
  async getForPromString() {
    return this.get()
  }

  override async get() {
    const { name, help, type, aggregator } = this as unknown as Awaited<ReturnType<Histogram['get']>>
    let below = 0
    const buckets = Array.from(this.counts, (count, index) => {
      below += count
      return { labels: { le: this.bounds[index] ?? '+Inf' }, value: below, metricName: `${name}_bucket` }
    })
    const sum = { labels: {}, value: this.total, metricName: `${name}_sum` }
    const count = { labels: {}, value: below, metricName: `${name}_count` }
    return { name, help, type, aggregator, values: [...buckets, sum, count] } as Awaited<ReturnType<Histogram['get']>>
  }
}

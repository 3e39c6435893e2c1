import type { Output, OutputTopic } from '../../src/ports.ts'

/** What the output topics hold, as whoever reads them later sees it. */
export class SimulatedOutputs {
  /** Different bytes that were written for one thing, by topic and thing: `decisions m_1/p4`. */
  readonly values = new Map<string, Set<string>>()

  /** Answers what to call it. */
  write(output: Output): 'written' | 'written again' {
    const name = nameOf(output)
    const known = this.values.get(name)
    if (known === undefined) this.values.set(name, new Set([output.value]))
    else known.add(output.value)
    return known === undefined ? 'written' : 'written again'
  }

  hasDecision(identity: string): boolean {
    return this.values.has(`decisions ${identity}`)
  }

  hasDeadLetter(partition: number, offset: number): boolean {
    return this.values.has(`dead-letters ${partition}@${offset}`)
  }

  /** What was written of one topic, by identity or, for dead letters, by partition and offset. */
  of(topic: OutputTopic): Map<string, string[]> {
    const found = new Map<string, string[]>()
    for (const [name, values] of this.values) {
      if (name.startsWith(`${topic} `)) found.set(name.slice(topic.length + 1), [...values])
    }
    return found
  }
}

function nameOf({ topic, value }: Output): string {
  const { source, merchantId, paymentId } = JSON.parse(value)
  return topic === 'dead-letters'
    ? `${topic} ${source.partition}@${source.offset}`
    : `${topic} ${merchantId}/${paymentId}`
}

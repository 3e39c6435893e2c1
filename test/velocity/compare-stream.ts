import type { VelocityStore } from '../../src/ports.ts'
import type { VelocityDefinition } from '../../src/velocity/plan.ts'
import { planVelocities } from '../../src/velocity/plan-velocities.ts'
import { disorderedStream, STREAM_KEYS, type StreamKey } from './disordered-stream.ts'
import type { SampleEvent } from './sample-event.ts'

const WINDOWS_MS = [60_000, 600_000, 3_600_000]
const BATCH = 500

/** What one key has seen, in the order of arrival. */
interface Seen {
  timesMs: number[]
  amounts: number[]
  emails: string[]
  /** The latest time among the arrivals so far: where it is too old, so is everything before. */
  latestMs: number[]
}

/**
 * Counts a stream in the plainest way, by looking back over a key's arrivals one by one: nothing is kept but the arrivals,
 * and what a payment was told, to be told again when it comes again.
 */
class PlainCounter {
  private readonly seen = new Map<string, Seen>()
  private readonly told = new Map<string, number[]>()

  tell(event: SampleEvent): number[] {
    const known = this.told.get(event.id)
    if (known !== undefined) return known
    const values = STREAM_KEYS.flatMap(key => this.tellKey(key, event))
    this.told.set(event.id, values)
    return values
  }

  private tellKey(key: StreamKey, { fields, timeMs, amountMinor }: SampleEvent): number[] {
    const name = `${key} ${fields[key]}`
    let seen = this.seen.get(name)
    if (seen === undefined) {
      seen = { timesMs: [], amounts: [], emails: [], latestMs: [] }
      this.seen.set(name, seen)
    }
    const { timesMs, amounts, emails, latestMs } = seen
    timesMs.push(timeMs)
    amounts.push(amountMinor!)
    emails.push(String(fields.email))
    latestMs.push(Math.max(timeMs, latestMs.at(-1) ?? 0))
    return WINDOWS_MS.flatMap(window => {
      let count = 0
      let sum = 0
      const distinct = new Set<string>()
      for (let at = timesMs.length - 1; at >= 0 && latestMs[at]! > timeMs - window; at--) {
        if (timesMs[at]! <= timeMs - window || timesMs[at]! > timeMs) continue
        count++
        sum += amounts[at]!
        if (key === 'ip') distinct.add(emails[at]!)
      }
      return key === 'ip' ? [count, sum / 100, distinct.size] : [count, sum / 100]
    })
  }
}

function definitionsOf(key: StreamKey, ms: number): VelocityDefinition[] {
  const usual = { of: 'payments', by: [key], window: { kind: 'sliding', ms }, where: '', current: 'include' } as const
  const counted: VelocityDefinition[] = [
    { ...usual, fn: 'count', field: '' },
    { ...usual, fn: 'sum', field: 'amount' },
  ]
  return key === 'ip' ? [...counted, { ...usual, fn: 'distinct', field: 'email' }] : counted
}

export interface Comparison {
  payments: number
  values: number
  differences: number
  firstDifference: string | undefined
}

/** Gives a store the first `payments` of a disordered stream and compares all that it says with the plain counter. */
export async function compareStream(store: VelocityStore, payments: number, seed: number): Promise<Comparison> {
  const plan = planVelocities(STREAM_KEYS.flatMap(key => WINDOWS_MS.flatMap(ms => definitionsOf(key, ms))))
  const plain = new PlainCounter()
  const result: Comparison = { payments, values: 0, differences: 0, firstDifference: undefined }
  let batch: SampleEvent[] = []
  const compare = async (): Promise<void> => {
    const counted = await store.count(plan, batch)
    for (const [at, event] of batch.entries()) {
      const told = plain.tell(event)
      result.values += told.length
      for (const [index, value] of told.entries()) {
        const said = counted[at]!.read(index)
        if (said === value) continue
        result.differences++
        result.firstDifference ??= `${event.id}: ${JSON.stringify(plan.velocities[index])} is ${said}, should be ${value}`
      }
    }
    batch = []
  }
  for (const event of disorderedStream(payments, seed)) {
    if (batch.push(event) === BATCH) await compare()
  }
  await compare()
  return result
}

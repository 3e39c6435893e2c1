import { Engine } from 'json-rules-engine'
import { type Job, type Pair, pairsOf } from '../job/job.ts'
import { BLOCK_FROM, jobRule, REVIEW_FROM, RULE_SCORE } from '../job/job-rule.ts'

/** A payment as it is parsed, as far as it is asked. */
export interface NaivePayment {
  id: string
  occurredAt: string
  amount: string
  ip: string
  customer: { id: string; email: string }
  card: { fingerprint: string }
  device: { id: string }
}

export interface NaiveRules {
  engine: Engine
  pairs: readonly Pair[]
}

export interface NaiveDecision {
  paymentId: string
  occurredAt: string
  action: string
  score: number
  hits: { rule: string; score: number; reason: string }[]
}

/** The rules of the job for json-rules-engine: each a list of conditions that all have to hold. */
export function naiveRules(job: Job): NaiveRules {
  const pairs = pairsOf(job)
  const engine = new Engine()
  for (let number = 0; number < job.rules; number++) {
    const { name, pair, otherPair, countMin, sumMinorMin, amountMinorMin, otherMinorMin } = jobRule(
      number,
      pairs.length,
    )
    engine.addRule({
      conditions: {
        all: [
          { fact: `count ${pair}`, operator: 'greaterThanInclusive', value: countMin },
          { fact: `sum ${pair}`, operator: 'greaterThan', value: sumMinorMin / 100 },
          { fact: 'amount', operator: 'greaterThan', value: amountMinorMin / 100 },
          { fact: `sum ${otherPair}`, operator: 'greaterThan', value: otherMinorMin / 100 },
        ],
      },
      event: { type: name, params: { pair } },
    })
  }
  return { engine, pairs }
}

export async function askRules(
  { engine, pairs }: NaiveRules,
  { id, occurredAt, amount }: NaivePayment,
  velocities: readonly { count: number; sum: number }[],
): Promise<NaiveDecision> {
  const facts: Record<string, number> = { amount: Number(amount) }
  for (const [at, { count, sum }] of velocities.entries()) {
    facts[`count ${at}`] = count
    facts[`sum ${at}`] = sum
  }
  const { events } = await engine.run(facts)
  const hits = events.map(({ type, params }) => {
    const { key, windowMinutes } = pairs[params!.pair as number]!
    const { count, sum } = velocities[params!.pair as number]!
    const reason = `${count} payments worth ${sum.toFixed(2)} on this ${key} within ${windowMinutes}m`
    return { rule: type, score: RULE_SCORE, reason }
  })
  const score = hits.length * RULE_SCORE
  const action = score >= BLOCK_FROM ? 'block' : score >= REVIEW_FROM ? 'review' : 'allow'
  return { paymentId: id, occurredAt, action, score, hits }
}

import { type Labels, truthAbout } from '../../backtest/labels.ts'
import { RuleTrial } from '../../backtest/rule-trial.ts'
import type { HistorySource } from '../../embedded/history-source.ts'
import { showProgress } from '../progress.ts'
import { asDecision } from '../read-decision.ts'

/** What the rule did, as decisions tell it: each payment once, by its first decision. Decisions hold no amounts. */
export async function readDecided(
  rule: string,
  source: HistorySource,
  labels: Labels,
  sinceMs: number,
): Promise<RuleTrial> {
  const trial = new RuleTrial()
  const seen = new Set<string>()
  const progress = showProgress('reading decisions', source.recordsTotal)
  try {
    for await (const { records } of source.batches()) {
      for (const { value } of records) {
        const decision = value === null ? undefined : asDecision(value.toString())
        if (decision === undefined) continue
        const { paymentId, hits, shadowHits = [] } = decision
        const occurredAtMs = Date.parse(decision.occurredAt)
        const payment = JSON.stringify([decision.merchantId, paymentId])
        if (occurredAtMs < sinceMs || seen.has(payment)) continue
        seen.add(payment)
        const reason = [...hits, ...shadowHits].find(hit => hit.rule === rule)?.reason
        const truth = truthAbout(labels.of.get(paymentId), labels)
        trial.add({ id: paymentId, occurredAtMs, amountMinor: undefined, truth, reason })
      }
      progress.update(source.recordsRead, '')
    }
  } finally {
    progress.end()
    await source.close()
  }
  return trial
}

import type { Action, Decision } from '../model/decision.ts'
import type { Problem } from '../model/problem.ts'
import { PROBLEM_CODES } from '../problems/problem-codes.ts'
import type { Rule, Ruleset } from '../ruleset/ruleset.ts'

const SHOWN_MAX = 5

interface KnownGoodHit {
  paymentId: string
  reason: string
}

/** Counts what live rules do to payments that are known to be good. A repeated payment counts once. */
export class KnownGood {
  readonly actions: Record<Action, number> = { allow: 0, review: 0, block: 0 }
  private readonly seen = new Set<string>()
  private readonly hits = new Map<string, KnownGoodHit[]>()

  get payments(): number {
    return this.seen.size
  }

  add({
    merchantId = '',
    paymentId,
    action,
    hits,
  }: Pick<Decision, 'merchantId' | 'paymentId' | 'action' | 'hits'>): void {
    const key = `${merchantId}\0${paymentId}`
    if (this.seen.has(key)) return
    this.seen.add(key)
    this.actions[action]++
    for (const { rule, reason } of hits) {
      const known = this.hits.get(rule)
      if (known === undefined) this.hits.set(rule, [{ paymentId, reason }])
      else known.push({ paymentId, reason })
    }
  }

  /** How often each live rule hit, and what share of the payments that is; the most frequent first. */
  shares({ rules }: Ruleset): { rule: string; hits: number; share: number; shareMax: number }[] {
    return rules
      .filter(rule => rule.mode === 'live')
      .map(rule => ({ rule: rule.name, ...this.shareOf(rule) }))
      .sort((a, b) => b.hits - a.hits)
  }

  /** One for each live rule that hit more than it may, with the first payments. */
  problems({ rules }: Ruleset): Problem[] {
    return rules.flatMap((rule): Problem[] => {
      const { hits, share, shareMax } = this.shareOf(rule)
      if (rule.mode !== 'live' || share <= shareMax) return []
      const may = shareMax === 0 ? 'none' : percentText(shareMax)
      const examples = this.hits.get(rule.name)!
      const more = examples.length > SHOWN_MAX ? [`and ${examples.length - SHOWN_MAX} more`] : []
      return [
        {
          code: 'known-good-hit',
          severity: PROBLEM_CODES['known-good-hit'].severity,
          place: rule.place,
          message: `hits ${hits} of ${this.payments} known-good payments (${percentText(share)}) and may hit ${may}`,
          suggestion: `mend it, or allow it: \`known_good: ${percentText(Math.ceil(share * 1000) / 1000)}\``,
          notes: [...examples.slice(0, SHOWN_MAX).map(({ paymentId, reason }) => `${paymentId}: ${reason}`), ...more],
        },
      ]
    })
  }

  private shareOf({ name, knownGoodShareMax }: Rule) {
    const hits = this.hits.get(name)?.length ?? 0
    return { hits, share: hits / Math.max(1, this.payments), shareMax: knownGoodShareMax }
  }
}

/** `2%`, `0.03%`: as the key `known_good` of a rule takes it, rounded up so that it never looks like less than it is. */
export function percentText(share: number): string {
  return `${Math.ceil(Number((share * 10_000).toFixed(6))) / 100}%`
}

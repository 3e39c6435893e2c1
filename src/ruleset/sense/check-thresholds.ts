import type { ProblemList } from '../../problems/problem-list.ts'
import type { PolicyDraft } from '../policy-draft.ts'
import type { RuleDraft } from '../rule-draft.ts'

/** Whether the scores of the live rules can make a review at all, and whether each live rule can do anything. */
export function checkThresholds(rules: readonly RuleDraft[], policy: PolicyDraft, problems: ProblemList): void {
  const live = rules.filter(rule => rule.mode === 'live')
  const { review } = policy.thresholds
  const sum = live.reduce((total, { score }) => total + Math.max(0, score), 0)
  const byScore = live.filter(rule => rule.action === undefined && rule.score > 0)
  if (byScore.length > 0 && sum < review) {
    const all = live.length === 1 ? 'the one live rule has' : `all ${live.length} live rules together have`
    const message = `no score reaches \`review\`: ${all} ${sum} points, and it begins at ${review}`
    problems.add('unreachable-threshold', policy.reviewPlace, message, {
      ...(byScore.length === 1 ? { also: byScore[0]!.place } : {}),
      suggestion: 'lower it, raise scores, or give rules `action: review`',
    })
  }
  for (const rule of live) {
    if (rule.score !== 0 || rule.action !== undefined) continue
    problems.add('unreachable-threshold', rule.place, 'this live rule adds no points and has no `action`', {
      suggestion: 'give it a score or `action: review`, or `mode: shadow` to watch it',
    })
  }
}

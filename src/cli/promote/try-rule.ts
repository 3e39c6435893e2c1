import type { Labels } from '../../backtest/labels.ts'
import { RuleTrial } from '../../backtest/rule-trial.ts'
import { evaluate } from '../../engine/evaluate.ts'
import { silence } from '../../engine/silence.ts'
import type { Frame, Ruleset } from '../../ruleset/ruleset.ts'
import type { Settings } from '../../settings.ts'
import { judgeInput } from '../backtest/judge-input.ts'
import type { PaymentsInput } from '../open-payments.ts'

export interface RuleToTry {
  /** A ruleset of this one rule, in whatever mode. */
  alone: Ruleset
  input: PaymentsInput
  labels: Labels
  /** Payments before only warm the velocities; milliseconds since 1970. */
  sinceMs: number | undefined
  settings: Settings
}

/** What the rule does with payments of the past, by the code that scores payments and with warm velocities. */
export async function tryRule({ alone, input, labels, sinceMs, settings }: RuleToTry): Promise<RuleTrial> {
  const trial = new RuleTrial()
  await judgeInput({
    title: 'trying the rule',
    input,
    settings,
    labels,
    rulesets: [alone],
    span: { fromMs: sinceMs },
    look: ([frame]) => reasonOf(alone, frame!),
    add: (payment, reason) => trial.add({ ...payment, reason }),
  })
  return trial
}

function reasonOf(alone: Ruleset, frame: Frame): string | undefined {
  const { hits, shadowHits } = silence(alone, evaluate(alone, frame), frame).evaluation
  const [hit] = [...hits, ...shadowHits]
  return hit?.reason(frame)
}

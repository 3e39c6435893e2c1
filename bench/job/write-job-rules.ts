import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { countName, type Job, KEYS, type Pair, pairsOf, sumName } from './job.ts'
import { BLOCK_FROM, type JobRule, jobRule, REVIEW_FROM, RULE_SCORE } from './job-rule.ts'

/** Writes the job as a folder of Tripline's rules; answers the folder. Whoever asks for it removes it. */
export function writeJobRules(job: Job): string {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-job-'))
  const pairs = pairsOf(job)
  cpSync(join('rules', 'sample-payment.yaml'), join(folder, 'sample-payment.yaml'))
  mkdirSync(join(folder, 'lists'))
  const limits = 'limits: { ruleset_cost: 1000000 }'
  writeFileSync(
    join(folder, 'policy.yaml'),
    `thresholds: { review: ${REVIEW_FROM}, block: ${BLOCK_FROM} }\nbase: USD\n${limits}\n`,
  )
  writeFileSync(join(folder, 'velocities.yaml'), pairs.map(pair => velocityText(pair, job)).join(''))
  for (let number = 0; number < job.rules; number++) {
    const rule = jobRule(number, pairs.length)
    writeFileSync(join(folder, `${rule.name}.yaml`), ruleText(rule, pairs, job))
  }
  return folder
}

function velocityText(pair: Pair, { sums }: Job): string {
  const over = `by: ${KEYS[pair.key]}, window: ${pair.windowMinutes}m`
  const count = `${countName(pair)}: { count: payments, ${over} }\n`
  return sums ? `${count}${sumName(pair)}: { sum: amount, ${over} }\n` : count
}

function ruleText(rule: JobRule, pairs: readonly Pair[], { sums }: Job): string {
  const [pair, other] = [pairs[rule.pair]!, pairs[rule.otherPair]!]
  const amount = `amount > ${rule.amountMinorMin / 100}`
  const lines = sums
    ? [`${sumName(pair)} > ${rule.sumMinorMin / 100}`, `${amount} && ${sumName(other)} > ${rule.otherMinorMin / 100}`]
    : [amount]
  const worth = sums ? ` worth {${sumName(pair)}}` : ''
  return `rule: ${rule.name}
title: Bench rule ${rule.name}
mode: live
owner: bench
why: Measures what counting and asking cost.
when:
  - ${countName(pair)} >= ${rule.countMin}
${lines.map(line => `  - ${line}\n`).join('')}score: ${RULE_SCORE}
reason: "{${countName(pair)}} payments${worth} on this ${pair.key} within ${pair.windowMinutes}m"
check: [Is this the customer?]
`
}

import { compareDecisions, type DecisionDifference } from '../engine/compare-decisions.ts'
import { explainPayment, type PaymentExplanation } from '../engine/explain-payment.ts'
import { factName } from '../enrich/catalogue.ts'
import { loadGeo } from '../enrich/geo.ts'
import type { Decision, Value } from '../model/decision.ts'
import { formatMinor, minorDigits } from '../model/money.ts'
import { Outage } from '../model/problem.ts'
import { didYouMean } from '../problems/did-you-mean.ts'
import type { Frame, Ruleset } from '../ruleset/ruleset.ts'
import type { Settings } from '../settings.ts'
import { createMemoryStore } from '../velocity/memory-store.ts'
import { terminal } from './check.ts'
import { differenceText, explanationText } from './explanation-text.ts'
import { decisionId, findDecision } from './find-decision.ts'
import { type FoundPayment, findPayment, type WantedPayment, wantedPayment } from './find-payment.ts'
import { openHistoryOf } from './payment-history.ts'
import { showProgress } from './progress.ts'
import { readDecision } from './read-decision.ts'
import type { Replay } from './replay-to-payment.ts'
import { rulesForScoring } from './rules-for-scoring.ts'
import { metadataOf, settingsOrExplain } from './settings-or-explain.ts'

export interface ExplainOptions {
  rules: string
  payment?: string
  in?: string
  outcomes?: string
  decision?: string
  decisions?: string
  rule?: string
  format: 'human' | 'json'
}

const EXIT_GOOD = 0
const EXIT_PROBLEMS = 1
const EXIT_WRONG_USE = 2

/**
 * `tripline explain`: why a payment was decided as it was, rule by rule and line by line. Exit 0 when it is told, also when
 * a decision of before was another one; 1 when the rules have errors, or the payment is not there or cannot be read; 2 on
 * wrong use.
 */
export async function explainCommand(options: ExplainOptions): Promise<number> {
  const settings = settingsOrExplain()
  if (settings === undefined) return EXIT_PROBLEMS
  try {
    return await explain(options, settings)
  } catch (error) {
    if (!(error instanceof Outage)) throw error
    return complain(`${error.dependency} cannot be reached: ${error.message}`, EXIT_PROBLEMS)
  }
}

async function explain(options: ExplainOptions, settings: Settings): Promise<number> {
  const named = await namedDecision(options, settings)
  if (typeof named === 'string') return complain(named, EXIT_PROBLEMS)
  const wanted = whichPayment(options, named)
  if (wanted === undefined) {
    return complain('say which payment: --payment FILE, --payment ID or --decision ID', EXIT_WRONG_USE)
  }
  if (typeof wanted === 'string') return complain(wanted, EXIT_PROBLEMS)
  const from = options.in ?? (wanted.kind === 'id' && settings['kafka.brokers'] !== undefined ? 'topic' : undefined)
  if (wanted.kind === 'id' && from === undefined) {
    const text = `\`${wanted.id}\` is no file; to find the payment of that id, say where payments are: --in FILE, or set kafka.brokers`
    return complain(text, EXIT_WRONG_USE)
  }
  const ruleset = await rulesForScoring(options.rules, metadataOf(settings))
  if (ruleset === undefined) return EXIT_PROBLEMS
  const unknownRule = options.rule === undefined ? undefined : unknownRuleText(options.rule, ruleset)
  if (unknownRule !== undefined) return complain(unknownRule, EXIT_WRONG_USE)
  loadGeo()
  const found = await find(wanted, { in: from, outcomes: options.outcomes }, ruleset, settings)
  if (typeof found === 'string') return complain(found, EXIT_PROBLEMS)
  const before =
    named ?? (options.decision === undefined ? undefined : readDecision(options.decision, found.payment.id))
  if (typeof before === 'string') return complain(before, EXIT_PROBLEMS)
  tell(found, before, ruleset, options)
  return EXIT_GOOD
}

/** The decision that `--decision ID` asks for; undefined where it is not named by an id. A text is why there is none. */
async function namedDecision(
  { decision, decisions, payment }: ExplainOptions,
  settings: Settings,
): Promise<Decision | string | undefined> {
  const written = decision ?? (decisions === undefined ? undefined : payment)
  const id = written === undefined ? undefined : decisionId(written)
  return id === undefined ? undefined : findDecision(id, decisions, settings)
}

/** What `--payment` names; without it the payment that `--decision` is about. A text is why that cannot be told. */
function whichPayment(
  { payment, decision }: ExplainOptions,
  named: Decision | undefined,
): WantedPayment | string | undefined {
  if (payment !== undefined) return wantedPayment(payment)
  const about = named ?? (decision === undefined ? undefined : readDecision(decision, undefined))
  return typeof about === 'object' ? { kind: 'id', id: about.paymentId } : about
}

async function find(
  wanted: WantedPayment,
  where: { in?: string | undefined; outcomes?: string | undefined },
  ruleset: Ruleset,
  settings: Settings,
): Promise<FoundPayment | string> {
  const history = await openHistoryOf(where, settings)
  if (typeof history === 'string') return history
  const { source, decoder, countsOutcomes, total, done } = history
  const replay: Replay = {
    ruleset,
    decoder,
    velocity: createMemoryStore({
      secret: settings.secret,
      baseDigits: minorDigits(ruleset.policy.money.base)!,
      countsOutcomes,
      keyEventsMax: settings['velocity.key_events_max'],
    }),
  }
  const progress = showProgress('reading the payments before', total)
  try {
    return await findPayment(wanted, source.batches(), replay, () => progress.update(done(), ''))
  } finally {
    progress.end()
    await source.close()
  }
}

function tell(
  { payment, frame, warnings }: FoundPayment,
  before: Decision | undefined,
  ruleset: Ruleset,
  { rule, format }: ExplainOptions,
): void {
  const whole = explainPayment(ruleset, frame)
  const shown = rule === undefined ? whole : { ...whole, rules: whole.rules.filter(each => each.rule === rule) }
  const difference =
    before === undefined ? undefined : compareDecisions(before, whole.decision, name => valueNow(name, ruleset, frame))
  if (format === 'json') {
    terminal.log(JSON.stringify(jsonOf(payment, shown, difference, warnings), null, 2))
    return
  }
  terminal.log(explanationText(payment, shown, ruleset.policy))
  if (warnings.length > 0) terminal.log(`\nThe decoder left something out of the payment: ${warnings.join(', ')}`)
  if (difference !== undefined) terminal.log(`\n${differenceText(difference)}`)
}

/** A velocity by the name that decisions give it, or a fact. */
function valueNow(name: string, { rules }: Ruleset, frame: Frame): Value | undefined {
  const velocity = rules.flatMap(rule => rule.allVelocities).find(each => each.shown === name)
  return velocity === undefined ? factName(name)?.read(frame.facts) : frame.counted.read(velocity.index)
}

function jsonOf(
  { id, occurredAtMs, amountMinor, currency }: FoundPayment['payment'],
  { decision, rules }: PaymentExplanation,
  difference: DecisionDifference | undefined,
  warnings: readonly string[],
) {
  return {
    payment: {
      id,
      occurredAt: new Date(occurredAtMs).toISOString(),
      amount: formatMinor(amountMinor, currency),
      currency,
    },
    warnings,
    decision,
    rules,
    ...(difference === undefined ? {} : { difference }),
  }
}

function unknownRuleText(name: string, { rules }: Ruleset): string | undefined {
  const names = rules.map(rule => rule.name)
  if (names.includes(name)) return undefined
  const meant = didYouMean(name, names)
  return `no live or shadow rule is called \`${name}\`${meant === undefined ? '' : `; did you mean \`${meant}\`?`}`
}

function complain(text: string, code: number): number {
  terminal.error(`tripline: ${text}`)
  return code
}

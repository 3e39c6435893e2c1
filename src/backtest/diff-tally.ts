import type { Action } from '../model/decision.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'
import type { JudgedPayment, Judgement } from './judged.ts'
import type { ChangedPayment, ChangeReport, DiffReport, WhyHit } from './report.ts'
import { noTruths } from './rule-tally.ts'
import type { Truth } from './truth.ts'

interface Change {
  before: Action
  after: Action
  payments: number
  amountMinor: number
  truths: Record<Truth, number>
  /** Largest amount first; of equal ones the earlier in the stream. */
  examples: { amountMinor: number; payment: ChangedPayment }[]
}

/** Holds two rulesets against each other, payment by payment. Shadow hits act on nothing and make no difference. */
export class DiffTally {
  private readonly before: Ruleset
  private readonly after: Ruleset
  private readonly examplesMax: number
  private readonly baseDigits: number
  private readonly changes = new Map<string, Change>()
  private readonly rules = new Map<string, { gained: number; lost: number }>()
  private different = 0

  constructor(before: Ruleset, after: Ruleset, examplesMax: number, baseDigits: number) {
    this.before = before
    this.after = after
    this.examplesMax = examplesMax
    this.baseDigits = baseDigits
  }

  /** Judgements with reasons. */
  add(payment: JudgedPayment, before: Judgement, after: Judgement): void {
    const names = [namesOf(this.before, before), namesOf(this.after, after)] as const
    const lost = names[0].filter(name => !names[1].includes(name))
    const gained = names[1].filter(name => !names[0].includes(name))
    const isMoved = before.action !== after.action
    if (!isMoved && lost.length + gained.length === 0 && before.score === after.score) return
    this.different++
    for (const name of gained) this.rule(name).gained++
    for (const name of lost) this.rule(name).lost++
    if (isMoved) this.changed(payment, before, after, { gained, lost })
  }

  report(): DiffReport {
    const major = 10 ** this.baseDigits
    const changes = [...this.changes.values()]
      .map(
        ({ amountMinor, payments, examples, ...rest }): ChangeReport => ({
          ...rest,
          payments: { payments, amount: amountMinor / major },
          examples: examples.map(each => each.payment),
        }),
      )
      .sort((a, b) => b.payments.payments - a.payments.payments || (key(a) < key(b) ? -1 : 1))
    const rules = [...this.rules].map(([rule, counts]) => ({ rule, ...counts }))
    const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
    return {
      different: this.different,
      changed: {
        payments: sum(changes.map(({ payments }) => payments.payments)),
        amount: sum([...this.changes.values()].map(({ amountMinor }) => amountMinor)) / major,
      },
      changes,
      rules: rules.sort((a, b) => b.gained + b.lost - a.gained - a.lost || (a.rule < b.rule ? -1 : 1)),
    }
  }

  private changed(
    payment: JudgedPayment,
    before: Judgement,
    after: Judgement,
    why: { gained: string[]; lost: string[] },
  ): void {
    const actions = { before: before.action, after: after.action }
    let change = this.changes.get(key(actions))
    if (change === undefined) {
      change = { ...actions, payments: 0, amountMinor: 0, truths: noTruths(), examples: [] }
      this.changes.set(key(actions), change)
    }
    const { amountMinor = 0 } = payment
    change.payments++
    change.amountMinor += amountMinor
    change.truths[payment.truth]++
    const { examples } = change
    if (examples.length === this.examplesMax && (examples.at(-1)?.amountMinor ?? 0) >= amountMinor) return
    if (this.examplesMax === 0) return
    const at = examples.findIndex(each => each.amountMinor < amountMinor)
    const example = { amountMinor, payment: this.example(payment, before, after, why) }
    examples.splice(at < 0 ? examples.length : at, 0, example)
    if (examples.length > this.examplesMax) examples.pop()
  }

  private example(
    { id, occurredAtMs, amountMinor, label, truth }: JudgedPayment,
    before: Judgement,
    after: Judgement,
    { gained, lost }: { gained: string[]; lost: string[] },
  ): ChangedPayment {
    const kept = namesOf(this.after, after).filter(name => !gained.includes(name))
    const rescored = kept.flatMap(rule => {
      const scores = { before: ruleOf(this.before, rule).score, after: ruleOf(this.after, rule).score }
      return scores.before === scores.after ? [] : [{ rule, ...scores }]
    })
    return {
      paymentId: id,
      occurredAt: new Date(occurredAtMs).toISOString(),
      amount: amountMinor === undefined ? null : amountMinor / 10 ** this.baseDigits,
      label: label ?? truth,
      scoreBefore: before.score,
      scoreAfter: after.score,
      gained: gained.map(name => whyHit(this.after, name, after)),
      lost: lost.map(name => whyHit(this.before, name, before)),
      rescored,
      byPolicy: gained.length + lost.length + rescored.length === 0,
    }
  }

  private rule(name: string): { gained: number; lost: number } {
    let counts = this.rules.get(name)
    if (counts === undefined) {
      counts = { gained: 0, lost: 0 }
      this.rules.set(name, counts)
    }
    return counts
  }
}

function namesOf({ rules }: Ruleset, { hits }: Judgement): string[] {
  return hits.map(index => rules[index]!.name)
}

function ruleOf({ rules }: Ruleset, name: string) {
  return rules.find(rule => rule.name === name)!
}

function whyHit({ rules }: Ruleset, name: string, { hits, reasons }: Judgement): WhyHit {
  const at = hits.findIndex(index => rules[index]!.name === name)
  return { rule: name, score: rules[hits[at]!]!.score, reason: reasons[at]! }
}

function key({ before, after }: { before: Action; after: Action }): string {
  return `${before} ${after}`
}

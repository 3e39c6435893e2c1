import type { Findings } from '../ruleset/generated/generate-ask.ts'
import type { Condition, Frame, Rule, Ruleset } from '../ruleset/ruleset.ts'

/** Which rules held for one payment. Every list is in the order of the rules' names. */
export interface Evaluation {
  hits: readonly Rule[]
  shadowHits: readonly Rule[]
  /** Rules that an absent value left undecided, whatever `missing` then made of it. */
  unknown: readonly Rule[]
}

const NONE: readonly Rule[] = []

/** Asks every rule: by the functions that hold many where the ruleset has them, else one by one. */
export function evaluate({ rules, together }: Ruleset, frame: Frame): Evaluation {
  const found = new Found(rules)
  if (together !== undefined && together.of === rules) {
    for (const ask of together.asks) ask(frame, found)
  } else askEach(rules, frame, found)
  return found.evaluation()
}

function askEach(rules: readonly Rule[], frame: Frame, found: Found): void {
  for (let i = 0; i < rules.length; i++) {
    const holds = ruleHolds(rules[i]!, frame)
    if (holds === undefined) found.open(i)
    else if (holds) found.hit(i)
  }
}

/** Most payments hit nothing, so lists are made only when something is put in. */
class Found implements Findings {
  private readonly rules: readonly Rule[]
  private hits: Rule[] | undefined
  private shadowHits: Rule[] | undefined
  private unknown: Rule[] | undefined

  constructor(rules: readonly Rule[]) {
    this.rules = rules
  }

  evaluation(): Evaluation {
    return { hits: this.hits ?? NONE, shadowHits: this.shadowHits ?? NONE, unknown: this.unknown ?? NONE }
  }

  hit(index: number): void {
    const rule = this.rules[index]!
    if (rule.mode === 'live') {
      this.hits ??= []
      this.hits.push(rule)
    } else {
      this.shadowHits ??= []
      this.shadowHits.push(rule)
    }
  }

  open(index: number): void {
    const rule = this.rules[index]!
    this.unknown ??= []
    this.unknown.push(rule)
    if (rule.missing === 'hit') this.hit(index)
  }
}

/** Every line of `when` holds and no line of `unless` does; undefined when an absent value leaves it open. */
export function ruleHolds(rule: Rule, frame: Frame): boolean | undefined {
  const when = holdTogether(rule.when, frame, false)
  if (when === false) return false
  const unless = holdTogether(rule.unless, frame, true)
  if (unless === true) return false
  return when === undefined || unless === undefined ? undefined : true
}

/** All lines joined with `&&` (settled by a false one) or with `||` (settled by a true one), in Kleene's logic. */
function holdTogether(lines: readonly Condition[], frame: Frame, settledBy: boolean): boolean | undefined {
  let unknown = false
  for (let i = 0; i < lines.length; i++) {
    const holds = lines[i]!.holds(frame)
    if (holds === settledBy) return settledBy
    if (holds === undefined) unknown = true
  }
  return unknown ? undefined : !settledBy
}

/** The names whose absence leaves a rule undecided, in order of first use. */
export function missingNames(rule: Rule, frame: Frame): string[] {
  const missing = new Set<string>()
  for (const line of [...rule.when, ...rule.unless]) {
    if (line.holds(frame) !== undefined) continue
    for (const { name, read } of line.reads) if (read(frame) === undefined) missing.add(name)
  }
  return [...missing]
}

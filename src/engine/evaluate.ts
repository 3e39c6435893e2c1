import type { Condition, Frame, Rule, Ruleset } from '../ruleset/ruleset.ts'

/** Which rules held for one payment. Every list is in the order of the rules' names. */
export interface Evaluation {
  hits: readonly Rule[]
  shadowHits: readonly Rule[]
  /** Rules that an absent value left undecided, whatever `missing` then made of it. */
  unknown: readonly Rule[]
}

const NONE: readonly Rule[] = []

/** Asks every rule. Most payments hit nothing, so lists are made only when something is put in. */
export function evaluate(ruleset: Ruleset, frame: Frame): Evaluation {
  const { rules } = ruleset
  let hits: Rule[] | undefined
  let shadowHits: Rule[] | undefined
  let unknown: Rule[] | undefined
  for (let i = 0; i < rules.length; i++) {
    const rule = rules[i]!
    const holds = ruleHolds(rule, frame)
    if (holds === false) continue
    if (holds === undefined) {
      unknown ??= []
      unknown.push(rule)
      if (rule.missing === 'no-hit') continue
    }
    if (rule.mode === 'live') {
      hits ??= []
      hits.push(rule)
    } else {
      shadowHits ??= []
      shadowHits.push(rule)
    }
  }
  return { hits: hits ?? NONE, shadowHits: shadowHits ?? NONE, unknown: unknown ?? NONE }
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

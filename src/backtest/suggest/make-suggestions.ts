import type { Ruleset } from '../../ruleset/ruleset.ts'
import type { SweepTarget } from '../sweep-target.ts'
import { sweptTexts } from '../swept-rule.ts'
import { type Asked, type Chosen, chooseMode, chooseNumber, holds } from './choose.ts'
import type { Measure } from './effect.ts'
import { type Part, splitByTime } from './part.ts'
import type { NumberSweep } from './rule-sweeps.ts'
import type { ModeSuggestion, NumberSuggestion, PartReport, Suggestion, SuggestReport } from './suggest-report.ts'
import type { SuggestTally } from './suggest-tally.ts'

export interface SuggestAsked extends Measure {
  ruleset: Ruleset
  labelledMin: number
}

/** How likely labels that mean nothing may lead to any suggestion at all. */
const LATER_CHANCE_MAX = 0.01

type Made = Pick<SuggestReport, 'split' | 'tried' | 'refused' | 'suggestions'>

/** A change that was chosen, and how it is told. */
interface Candidate {
  chosen: Chosen<unknown>
  told: Suggestion
}

/**
 * What the payments say should be changed. A change is chosen on the first part and told by the later one, and is left out where
 * it does not gain there too, or where chance alone may tell what it changes as well: the bar is shared out among all that were chosen
 * (C. E. Bonferroni, 1936). Of several changes to one rule the one that gains most is told.
 */
export function makeSuggestions(tally: SuggestTally, asked: SuggestAsked): Made {
  const { labelledMin } = asked
  const split = splitByTime(tally.payments)
  const sweeps = tally.rules.flatMap(({ sweeps }) => sweeps)
  const tried = {
    numbers: sweeps.length,
    values: sweeps.reduce((sum, { values }) => sum + values.length - 1, 0),
    rules: asked.ruleset.rules.length,
    chosen: 0,
    notHeld: 0,
  }
  if (split === undefined) return { split: null, tried, refused: 'no payment has a label', suggestions: [] }
  const { first, later, atMs } = split
  const told = { at: new Date(atMs).toISOString(), first: reportOf(first), later: reportOf(later) }
  const refused = tooFew('earlier', first, labelledMin) ?? tooFew('later', later, labelledMin)
  if (refused !== undefined) return { split: told, tried, refused, suggestions: [] }
  const weighing = { ...asked, first, later }
  const chosen = [...numbers(sweeps, weighing), ...modes(tally, weighing)]
  const chanceMax = LATER_CHANCE_MAX / Math.max(1, chosen.length)
  const held = chosen.filter(({ chosen: { later: effect } }) => holds(effect, weighing, chanceMax))
  const best = new Map<string, Suggestion>()
  for (const { told: suggestion } of held) {
    const known = best.get(suggestion.rule)
    if (known === undefined || suggestion.later.gain > known.later.gain) best.set(suggestion.rule, suggestion)
  }
  return {
    split: told,
    tried: { ...tried, chosen: chosen.length, notHeld: chosen.length - held.length },
    refused: null,
    suggestions: [...best.values()].sort((a, b) => b.later.gain - a.later.gain || (a.rule < b.rule ? -1 : 1)),
  }
}

function numbers(sweeps: readonly NumberSweep[], asked: Asked & SuggestAsked): Candidate[] {
  return sweeps.flatMap((sweep): Candidate[] => {
    const { target } = sweep
    const rule = asked.ruleset.rules[target.rule]!
    const chosen = chooseNumber(sweep, rule.mode === 'live', asked)
    if (chosen === undefined) return []
    const { what: proposed, first, later } = chosen
    const condition = rule[target.list][target.line]!
    const told: NumberSuggestion = {
      kind: 'number',
      rule: rule.name,
      file: condition.place.file,
      fileLine: condition.place.line,
      mode: rule.mode,
      line: condition.text,
      proposedLine: sweptTexts(asked.ruleset, target, [proposed])[0]!,
      sweep: sweepName(target, asked.ruleset),
      current: target.current,
      proposed,
      first,
      later,
    }
    return [{ chosen, told }]
  })
}

function modes(tally: SuggestTally, asked: Asked & SuggestAsked): Candidate[] {
  return asked.ruleset.rules.flatMap((rule, index): Candidate[] => {
    const chosen = chooseMode(tally.modes[index]!, rule.mode === 'live', asked)
    if (chosen === undefined) return []
    const { what: to, first, later } = chosen
    const { name, mode, place } = rule
    const told: ModeSuggestion = { kind: 'mode', rule: name, file: place.file, mode, to, first, later }
    return [{ chosen, told }]
  })
}

/** The rule, the place of the line among those of `when` and `unless`, and of the number where the line has several. */
function sweepName({ rule: index, list, line, number }: SweepTarget, { rules }: Ruleset): string {
  const rule = rules[index]!
  const place = (list === 'when' ? 0 : rule.when.length) + line + 1
  const isOne = rule[list][line]!.numbers().length === 1
  return `${rule.name}:${place}${isOne ? '' : `#${number + 1}`}`
}

function reportOf({ counts, input }: Part): PartReport {
  const { judged, days } = input.report(0)
  return { payments: judged, days, ...counts }
}

function tooFew(which: string, { counts: { bad, good } }: Part, least: number): string | undefined {
  if (bad >= least && good >= least) return undefined
  return `the ${which} part has ${bad} payments that are known to be fraud and ${good} that are known to be good: ${least} of each are needed`
}

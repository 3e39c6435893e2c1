import type { Gap } from '../ruleset/line-gaps.ts'
import type { Condition, Frame, Rule } from '../ruleset/ruleset.ts'
import { ruleHolds } from './evaluate.ts'

/** One line of a rule, and what became of it for one payment. */
export interface ExplainedLine {
  list: 'when' | 'unless'
  text: string
  holds: 'yes' | 'no' | 'unknown'
  /** The line with the values that it saw. */
  seen: string
  /** Names that were absent. */
  missing: string[]
  /** How far its numbers are from no longer standing in the way of a hit. Empty where the line is in favour of one. */
  gaps: Gap[]
}

export interface Explanation {
  rule: string
  result: 'hit' | 'no-hit' | 'unknown'
  /** The result when `missing` decides what an unknown one means. */
  hits: boolean
  lines: ExplainedLine[]
}

/** Why a rule held or did not, line by line. */
export function explain(rule: Rule, frame: Frame): Explanation {
  const holds = ruleHolds(rule, frame)
  const explainLine =
    (list: ExplainedLine['list']) =>
    (line: Condition): ExplainedLine => {
      const held = line.holds(frame)
      return {
        list,
        text: line.text,
        holds: held === undefined ? 'unknown' : held ? 'yes' : 'no',
        seen: line.substituted(frame),
        missing: line.reads.filter(({ read }) => read(frame) === undefined).map(({ name }) => name),
        gaps: held === undefined || held === (list === 'when') ? [] : line.gaps(frame, list === 'when'),
      }
    }
  return {
    rule: rule.name,
    result: holds === undefined ? 'unknown' : holds ? 'hit' : 'no-hit',
    hits: holds ?? rule.missing === 'hit',
    lines: [...rule.when.map(explainLine('when')), ...rule.unless.map(explainLine('unless'))],
  }
}

/** Whether a line is one that keeps the rule from hitting: a `when` that does not hold, or an `unless` that does. */
export function isInTheWay({ list, holds }: ExplainedLine): boolean {
  return holds === (list === 'when' ? 'no' : 'yes')
}

/** How an explanation is dressed for its reader. */
export interface ExplanationDress {
  /** Stands behind the line. */
  note?: (line: ExplainedLine) => string
  /** Colours the verdict of a line. */
  paint?: (verdict: string, line: ExplainedLine) => string
}

/** As columns: the verdict of each line, the line, and the values. Lines of `unless` say so. */
export function printExplanation({ lines }: Explanation, { note, paint }: ExplanationDress = {}): string {
  const texts = lines.map(line => (line.list === 'unless' ? `unless ${line.text}` : line.text))
  const width = Math.min(48, Math.max(0, ...texts.map(text => text.length)))
  const verdictWidth = lines.some(line => line.holds === 'unknown') ? 7 : 3
  return lines
    .map((line, index) => {
      const verdict = line.holds.padEnd(verdictWidth)
      const noted = note?.(line) ?? ''
      const seen = line.holds === 'unknown' ? `${line.seen} (absent: ${line.missing.join(', ')})` : line.seen
      const painted = paint?.(verdict, line) ?? verdict
      return `  ${painted}  ${texts[index]!.padEnd(width)}  ${seen}${noted === '' ? '' : ` ${noted}`}`.trimEnd()
    })
    .join('\n')
}

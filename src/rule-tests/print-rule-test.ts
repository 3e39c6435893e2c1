import { printExplanation } from '../engine/explain.ts'
import { drawProblem, NO_PAINT, type Paint } from '../problems/draw-problem.ts'
import type { SourceText } from '../problems/source-text.ts'
import type { VelocityPlan } from '../velocity/plan.ts'
import type { RuleTestResult } from './run-rule-test.ts'
import { velocityNote } from './velocity-note.ts'

/** A failing test: where it stands, what was expected, and line by line what the rule saw. */
export function printRuleTest(
  result: RuleTestResult,
  plan: VelocityPlan,
  sources: ReadonlyMap<string, SourceText>,
  paint: Paint = NO_PAINT,
): string {
  const { test, got, judged, problem } = result
  const { file, line, column } = test.place
  const where = `${paint.bold(`${file}:${line}:${column}:`)} ${paint.red('FAILED')} ${test.name}`
  if (problem !== undefined) return `${where}\n${drawProblem(problem, sources.get(problem.place?.file ?? ''), paint)}`
  if (judged === undefined) return where
  const trace = printExplanation(judged.explanation, {
    note: explained => velocityNote(explained, judged, plan),
  })
  const warnings =
    judged.warnings.length === 0 ? '' : `\n  note: the decoder left something out: ${judged.warnings.join(', ')}`
  return `${where}: expected ${test.expect}, got ${got}\n${trace}${warnings}`
}

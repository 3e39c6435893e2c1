import type { Problem } from '../model/problem.ts'
import { drawProblem, NO_PAINT, type Paint } from './draw-problem.ts'
import type { SourceText } from './source-text.ts'

export type ProblemFormat = 'human' | 'github' | 'json'

/** All problems as one text: drawn for people, as workflow commands for GitHub, or as JSON for programs. */
export function printProblems(
  problems: readonly Problem[],
  format: ProblemFormat,
  sources: ReadonlyMap<string, SourceText>,
  paint: Paint = NO_PAINT,
): string {
  if (format === 'json') return JSON.stringify(problems, null, 2)
  if (format === 'github') return problems.map(githubLine).join('\n')
  return problems.map(problem => drawProblem(problem, sources.get(problem.place?.file ?? ''), paint)).join('\n\n')
}

/** A GitHub Actions workflow command; % and line ends must be escaped, and in properties : and , as well. */
function githubLine(problem: Problem): string {
  const { place, code, message, severity, suggestion } = problem
  const fields =
    place === undefined
      ? []
      : [
          `file=${escapeProperty(place.file)}`,
          `line=${place.line}`,
          `endLine=${place.endLine}`,
          `col=${place.column}`,
          `endColumn=${place.endColumn}`,
        ]
  const text = suggestion === undefined ? message : `${message}: ${suggestion}`
  return `::${severity} ${[...fields, `title=${escapeProperty(code)}`].join(',')}::${escapeText(text)}`
}

function escapeText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeText(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

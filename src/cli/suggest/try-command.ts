import type { Suggestion, SuggestReport } from '../../backtest/suggest/suggest-report.ts'
import type { SuggestCommandOptions } from './read-options.ts'

/**
 * The `tripline backtest` that shows the same figures, on the payments that the change was not chosen on. A change of mode is no
 * sweep, so there is none; the desk's payments are tried on the topic that they came from.
 */
export function tryCommand(
  suggestion: Suggestion,
  { split }: SuggestReport,
  { rules, in: input = 'topic', labels, outcomes, until }: SuggestCommandOptions,
): string | undefined {
  if (suggestion.kind !== 'number' || split === null) return undefined
  return [
    `tripline backtest --rules ${quoted(rules)} --in ${quoted(input)}`,
    ...(outcomes === undefined ? [] : [`--outcomes ${quoted(outcomes)}`]),
    ...(labels === undefined ? [] : [`--labels ${quoted(labels)}`]),
    `--since ${split.at}`,
    ...(until === undefined ? [] : [`--until ${until}`]),
    `--sweep ${quoted(suggestion.sweep)} --values ${suggestion.proposed}`,
  ].join(' ')
}

/** For a shell, where it needs to be. */
function quoted(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

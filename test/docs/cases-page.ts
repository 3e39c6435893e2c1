import { TRANSITIONS } from '../../src/cases/transitions.ts'
import { CASE_STATES, RESOLUTIONS } from '../../src/model/case.ts'

/** The tables of docs/cases.md that say what may follow what. */
export function casesTables(): string {
  const words = (name: string): string => name.replaceAll('_', ' ')
  const actions = Object.entries(TRANSITIONS).map(([action, { from, to, by, help }]) => {
    const left = CASE_STATES.filter(state => !from.includes(state))
    const source =
      left.length === 0 ? 'any' : left.length < 4 ? `any but ${left.map(words).join(', ')}` : from.map(words).join(', ')
    const who = { person: 'a person', desk: 'by itself', either: 'either' }[by]
    return `| \`${action}\` | ${source} | ${to === undefined ? 'the same' : words(to)} | ${who} | ${help} |`
  })
  const resolutions = Object.entries(RESOLUTIONS).map(
    ([kind, chosen]) => `| \`${kind}\` | ${chosen.map(each => `\`${each}\``).join(', ')} |`,
  )
  return [
    '| action | from | to | who | means |',
    '|---|---|---|---|---|',
    ...actions,
    '',
    '| kind | is resolved to |',
    '|---|---|',
    ...resolutions,
  ].join('\n')
}

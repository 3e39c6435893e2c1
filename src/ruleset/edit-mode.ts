import type { Mode } from '../model/decision.ts'
import { ProblemList } from '../problems/problem-list.ts'
import { SourceText } from '../problems/source-text.ts'
import { readYaml } from '../yaml/read-yaml.ts'

/**
 * The text of a rule file with another `mode`, every other character as it was. Undefined when the text has no `mode` that
 * is written as one word on its line.
 */
export function editMode(text: string, mode: Mode): string | undefined {
  const mark = text.startsWith('\ufeff') ? 1 : 0
  const root = readYaml(new SourceText('', text.slice(mark)), new ProblemList())
  const entry = root?.kind === 'map' ? root.entries.find(({ key }) => key === 'mode') : undefined
  if (entry?.value.kind !== 'scalar') return undefined
  const start = mark + entry.value.start
  const end = mark + entry.value.end
  if (!/^(["']?)\w+\1$/.test(text.slice(start, end))) return undefined
  return text.slice(0, start) + mode + text.slice(end)
}

import { didYouMean } from '../problems/did-you-mean.ts'
import type { ProblemList } from '../problems/problem-list.ts'
import type { ColumnName, Mapping } from './mapping.ts'

/** Every column that the mapping names must be in the file's first line. */
export function checkColumns(mapping: Mapping, header: readonly string[], problems: ProblemList): void {
  for (const { name, place } of mappedColumns(mapping)) {
    if (header.includes(name)) continue
    const meant = didYouMean(name, header)
    problems.add('unknown-name', place, `the file has no column \`${name}\``, {
      ...(meant === undefined ? {} : { suggestion: `did you mean \`${meant}\`?` }),
      notes: [`columns of the file: ${header.join(', ')}`],
    })
  }
}

function mappedColumns(mapping: Mapping): ColumnName[] {
  const values = mapping.label === undefined ? mapping.fields : [...mapping.fields, mapping.label]
  return values.flatMap(({ source }) => {
    if (source.kind === 'column') return [source.column]
    return source.kind === 'template' ? source.parts.filter(part => typeof part !== 'string') : []
  })
}

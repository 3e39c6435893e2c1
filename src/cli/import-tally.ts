import type { ImportedRow } from '../import/import-row.ts'
import type { RowProblem } from '../import/row.ts'
import { countedLines } from './counted-lines.ts'

/** Counts what an import did. */
export class ImportTally {
  imported = 0
  labelled = 0
  private readonly rejections = new Map<string, number>()
  private readonly warnings = new Map<string, number>()

  add(row: ImportedRow | RowProblem): void {
    if ('code' in row) {
      const what = row.field === undefined ? row.code : `${row.code} in ${row.field}`
      this.rejections.set(what, (this.rejections.get(what) ?? 0) + 1)
      return
    }
    this.imported++
    if (row.label !== undefined) this.labelled++
    for (const code of row.warnings) this.warnings.set(code, (this.warnings.get(code) ?? 0) + 1)
  }

  /** For a person: counts, most frequent first, and where to look. */
  text(rejectsPath: string | undefined): string {
    const labelled = this.labelled > 0 ? `, ${amount(this.labelled)} with a label` : ''
    const lines = [`${amount(this.imported)} payments imported${labelled}`, ...countedLines('warnings', this.warnings)]
    const rejected = [...this.rejections.values()].reduce((sum, count) => sum + count, 0)
    if (rejected > 0) {
      lines.push(...countedLines(`${amount(rejected)} rows rejected`, this.rejections))
      lines.push(
        rejectsPath === undefined ? 'see them with --rejects FILE' : `listed with line and place in ${rejectsPath}`,
      )
    }
    return lines.join('\n')
  }
}

function amount(count: number): string {
  return count.toLocaleString('en-US')
}

import { join } from 'node:path'
import type { Pack } from '../../evidence/pack.ts'
import type { WrittenPack } from '../../evidence/write-pack.ts'

/** What is there and what is missing, for a person who has to come by it. */
export function evidenceText(pack: Pack, files: WrittenPack | undefined, out: string | undefined): string {
  const { caseId, playbook, completeness, due, statement, leftOut } = pack
  const required = completeness.filter(({ need }) => need === 'required')
  const there = required.filter(({ isThere }) => isThere).length
  const width = Math.max(...completeness.map(({ kind }) => kind.length))
  const rows = completeness.map(({ kind, need, isThere, help, how }) => {
    const mark = isThere ? 'yes' : need === 'required' ? 'NO ' : 'no '
    return `  ${mark}  ${need.padEnd(8)}  ${kind.padEnd(width)}  ${isThere ? help : `${help}: ${how}`}`
  })
  const lines = [
    `${caseId}: ${playbook.title} (playbook ${playbook.name})`,
    `${there} of ${required.length} required pieces are there${due === undefined ? '' : `; answer by ${due.at.slice(0, 16).replace('T', ' ')}`}`,
    '',
    ...rows,
    ...(completeness.some(({ how }) => how.startsWith('--'))
      ? ['', `add what is missing: tripline evidence ${caseId} --as PERSON --add KIND=FILE --say KIND=TEXT`]
      : []),
  ]
  if (statement.missing.length > 0) lines.push('', `the statement has gaps: ${statement.missing.join(', ')}`)
  for (const { kind, name } of leftOut)
    lines.push(`not in the pack, because the reason does not need it: ${name} (${kind})`)
  for (const warning of files?.submission?.warnings ?? []) lines.push(`warning: ${warning}`)
  if (files?.submission !== undefined && out === undefined)
    lines.push('', JSON.stringify(files.submission.fields, null, 2))
  if (files !== undefined && out !== undefined) {
    lines.push('', `wrote ${join(out, `${caseId}-evidence.pdf`)} and .zip; SHA-256 of the ZIP ${files.zipHash}`)
  }
  return lines.join('\n')
}

import colors from 'picocolors'
import { ranked, type Totals } from './totals.ts'

const RULES_MAX = 12

/** What a run did, for a person: counts, what was flagged by which rule, what could not be read. */
export function summaryText(totals: Totals, seconds: number, rejectsPath: string | undefined): string {
  const { scored, actions, rejected, duplicates, statusChanges } = totals
  const rate = seconds > 0 ? ` (${count(Math.round(scored / seconds))}/s)` : ''
  const lines = [
    `${colors.bold(count(scored))} payments scored in ${seconds.toFixed(1)} s${rate}`,
    `  allow ${count(actions.allow)}   ${colors.yellow('review')} ${count(actions.review)}   ${colors.red('block')} ${count(actions.block)}`,
  ]
  const repeats = [
    duplicates > 0 ? `${count(duplicates)} repeated (answered again, counted once)` : '',
    statusChanges > 0 ? `${count(statusChanges)} status changes (counted as their own kind)` : '',
  ].filter(Boolean)
  if (repeats.length > 0) lines.push(`  ${repeats.join(', ')}`)
  lines.push(...section('rules that hit', ranked(totals.hits)))
  lines.push(...section('shadow rules that would have hit', ranked(totals.shadowHits)))
  lines.push(...section('hits silenced by a snooze', ranked(totals.snoozedHits)))
  lines.push(...section('payments on lists', ranked(totals.listMatches)))
  lines.push(...section('warnings', ranked(totals.warnings)))
  if (rejected > 0) {
    lines.push(
      ...section(rejected === 1 ? '1 line rejected' : `${count(rejected)} lines rejected`, ranked(totals.rejections)),
    )
    lines.push(
      rejectsPath === undefined ? '  see them with --rejects FILE' : `  listed with line and place in ${rejectsPath}`,
    )
  }
  return lines.join('\n')
}

function section(title: string, rows: [string, number][]): string[] {
  if (rows.length === 0) return []
  const shown = rows.slice(0, RULES_MAX)
  const width = Math.max(...shown.map(([name]) => name.length))
  const lines = shown.map(([name, number]) => `  ${name.padEnd(width)}  ${count(number).padStart(7)}`)
  if (rows.length > shown.length) lines.push(`  … and ${rows.length - shown.length} more`)
  return ['', title, ...lines]
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}

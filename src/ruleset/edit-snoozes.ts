import { csvField, csvRows } from './lists/csv-rows.ts'
import { appendLine, removeLines } from './lists/edit-lines.ts'
import { listValue } from './lists/list-form.ts'
import { SNOOZE_COLUMNS } from './read-snoozes.ts'

/** A line of snoozes.csv. */
export type WrittenSnooze = Record<(typeof SNOOZE_COLUMNS)[number], string>

/** The text with one snooze more, and with the line of names where the file is new. */
export function addSnooze(text: string, snooze: WrittenSnooze): string {
  const named = csvRows(text).next().done ? appendLine(text, SNOOZE_COLUMNS.join(',')) : text
  return appendLine(named, SNOOZE_COLUMNS.map(column => csvField(snooze[column])).join(','))
}

/** The text without the snoozes of a rule for one value, in any spelling, and how many those were. */
export function removeSnooze(
  text: string,
  { rule, key, value }: Pick<WrittenSnooze, 'rule' | 'key' | 'value'>,
): { text: string; removed: number } {
  const wanted = listValue(value, false).form
  const rows = [...csvRows(text)].flatMap(row => ('fault' in row ? [] : [row])).slice(1)
  const ranges = rows.filter(
    ({ fields }) => fields[0] === rule && fields[1] === key && listValue(fields[2] ?? '', false).form === wanted,
  )
  return { text: removeLines(text, ranges), removed: ranges.length }
}

import { parseDuration } from '../../ruleset/duration.ts'

const DAY = /^\d{4}-\d{2}-\d{2}$/
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/

/** How a moment may be written, for messages. */
export const WHEN_FORMS = 'a day like 2026-04-01, a moment like 2026-04-01T12:00:00Z, or 7d or 12h before now'

/** Reads `2024-04-01` (in UTC), `2024-04-01T12:00:00Z`, `7d` or `12h`; undefined when it is none of them. Milliseconds. */
export function readWhen(text: string, nowMs: number): number | undefined {
  if (DAY.test(text) || MOMENT.test(text)) {
    const ms = Date.parse(text)
    return Number.isNaN(ms) ? undefined : ms
  }
  const ms = parseDuration(text)
  return ms === undefined ? undefined : nowMs - ms
}

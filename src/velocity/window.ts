import { calendarStart } from './calendar.ts'
import type { WindowSpec } from './plan.ts'

/**
 * For an event at time `t`, the latest time that its window no longer covers: the window is `(after, t]`. Event times
 * are whole milliseconds, so a calendar window that begins at `s` covers `(s - 1, t]`.
 */
export function windowAfter(window: WindowSpec): (timeMs: number) => number {
  switch (window.kind) {
    case 'sliding': {
      const { ms } = window
      return timeMs => timeMs - ms
    }
    case 'lifetime':
      return () => Number.NEGATIVE_INFINITY
    default: {
      const { kind, timeZone } = window
      return timeMs => calendarStart(kind, timeZone, timeMs) - 1
    }
  }
}

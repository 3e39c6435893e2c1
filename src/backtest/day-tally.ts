import type { Action } from '../model/decision.ts'
import type { JudgedPayment } from './judged.ts'
import type { DayReport } from './report.ts'
import { isBad } from './truth.ts'

const DAY_MS = 86_400_000

/** What happened on each day, in UTC. */
export class DayTally {
  private readonly days = new Map<number, Omit<DayReport, 'day'>>()

  add(action: Action, { occurredAtMs, truth }: JudgedPayment): void {
    const number = Math.floor(occurredAtMs / DAY_MS)
    let day = this.days.get(number)
    if (day === undefined) {
      day = { payments: 0, review: 0, block: 0, caught: 0 }
      this.days.set(number, day)
    }
    day.payments++
    if (action === 'allow') return
    day[action]++
    if (isBad(truth)) day.caught++
  }

  report(): DayReport[] {
    return [...this.days]
      .sort(([a], [b]) => a - b)
      .map(([number, day]) => ({ day: new Date(number * DAY_MS).toISOString().slice(0, 10), ...day }))
  }
}

import { waitingCases } from '../../desk/count-cases.ts'
import type { DeskBatch } from '../../desk/desk-flow.ts'
import type { Sql } from '../../ports.ts'

/** What a run over files has read, for the line that it ends with. */
export class DeskTotals {
  private payments = 0
  private decisions = 0
  private outcomes = 0
  private known = 0
  private refused = 0

  add({ arrived, fresh, refused }: DeskBatch): void {
    this.payments += arrived.payments.length
    this.decisions += arrived.decisions.length
    this.outcomes += arrived.outcomes.length
    this.known += arrived.decisions.length - fresh.decisions.length + arrived.outcomes.length - fresh.outcomes.length
    this.refused += refused.length
  }

  async text(sql: Sql): Promise<string> {
    const open = (await waitingCases(sql, Date.now())).reduce((sum, each) => sum + each.open, 0)
    const count = (n: number, what: string): string => `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`
    const read = [count(this.payments, 'payment'), count(this.decisions, 'decision'), count(this.outcomes, 'outcome')]
    const rest = [
      ...(this.known > 0 ? [`${this.known.toLocaleString('en')} of them known before`] : []),
      ...(this.refused > 0 ? [`${count(this.refused, 'line')} could not be read`] : []),
    ]
    return `read ${[...read, ...rest].join(', ')}; ${count(open, 'case')} open (tripline case list)`
  }
}

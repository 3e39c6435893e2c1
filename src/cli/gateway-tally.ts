import type { GatewayEvent } from '../intake/gateway-event.ts'
import { countedLines } from './counted-lines.ts'

/** Counts what an import of bodies did. */
export class GatewayTally {
  bodies = 0
  payments = 0
  outcomes = 0
  private readonly ignored = new Map<string, number>()
  private readonly refused = new Map<string, number>()

  add(event: GatewayEvent): void {
    if (event.becomes === 'payment') this.payments++
    else if (event.becomes === 'outcome') this.outcomes++
    else if (event.becomes === 'ignored') count(this.ignored, `${event.kind}: ${event.reason}`)
    else if (event.becomes === 'refused') {
      const { code, field } = event.problem
      count(this.refused, field === undefined ? code : `${code} in ${field}`)
    }
  }

  /** For a person: counts, most frequent first, and where to look. `lost` says why outcomes went nowhere, where they did. */
  text(rejectsPath: string | undefined, lost: string | undefined): string {
    const found = `${counted(this.payments, 'payment')} and ${counted(this.outcomes, 'outcome')}`
    const lines = [`${found} imported from ${this.bodies === 1 ? '1 body' : `${number(this.bodies)} bodies`}`]
    if (this.outcomes > 0 && lost !== undefined) lines.push(`outcomes are not written: ${lost}`)
    lines.push(...countedLines(`${number(sum(this.ignored))} ignored`, this.ignored))
    const refused = sum(this.refused)
    if (refused > 0) {
      lines.push(...countedLines(`${number(refused)} refused`, this.refused))
      lines.push(
        rejectsPath === undefined ? 'see them with --rejects FILE' : `listed with file and place in ${rejectsPath}`,
      )
    }
    return lines.join('\n')
  }
}

function count(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1)
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, each) => total + each, 0)
}

function counted(amount: number, what: string): string {
  return `${number(amount)} ${what}${amount === 1 ? '' : 's'}`
}

function number(amount: number): string {
  return amount.toLocaleString('en-US')
}

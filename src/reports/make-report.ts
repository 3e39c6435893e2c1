import type { Sql } from '../ports.ts'
import { breakdownSection, DIMENSIONS } from './breakdown-section.ts'
import { daySection } from './day-section.ts'
import { deskFigures, queueSection } from './desk-figures.ts'
import { heldOutSection } from './held-out-section.ts'
import { paymentFigures } from './payment-figures.ts'
import { periodBefore } from './period.ts'
import { programmeSection } from './programme-section.ts'
import { declineSection, reasonSection } from './reason-sections.ts'
import type { Cell, Figure, Period, Report, Section } from './report.ts'
import { ruleSection } from './rule-section.ts'

export interface Asked {
  period: Period
  timeZone: string
  currency: string
  nowMs: number
}

/** All figures of a period, from one snapshot of the database when `sql` is a transaction that has one. */
export async function makeReport(sql: Sql, { period, timeZone, currency, nowMs }: Asked): Promise<Report> {
  // A period that has not ended holds up to now: what is still to come is no backlog of it.
  const held = { ...period, toMs: Math.min(period.toMs, Math.max(nowMs, period.fromMs)) }
  const previous = periodBefore(period, timeZone)
  const [now, before] = [await figuresOf(sql, held), await figuresOf(sql, previous)]
  const sections = [changes(now, before, previous)]
  sections.push(await daySection(sql, held, timeZone), await queueSection(sql, held))
  sections.push(await reasonSection(sql, held), await declineSection(sql, held))
  sections.push(await programmeSection(sql, held, timeZone), await ruleSection(sql, held))
  sections.push(await heldOutSection(sql, held))
  for (const dimension of DIMENSIONS) sections.push(await breakdownSection(sql, held, dimension))
  return { period, previous, timeZone, currency, asOf: new Date(held.toMs).toISOString(), sections }
}

async function figuresOf(sql: Sql, period: Period): Promise<Figure[]> {
  return [...(await paymentFigures(sql, period)), ...(await deskFigures(sql, period))]
}

/** Every figure beside that of the period before. The change is relative to it. */
function changes(now: readonly Figure[], before: readonly Figure[], previous: Period): Section {
  const rows = now.map(({ title, unit, value }, at): Cell[] => {
    const past = before[at]!.value
    return [title, unit, value, past, change(value, past)]
  })
  return {
    name: 'figures',
    title: 'Figures',
    note: `Against ${previous.name}. Payments, decisions and outcomes count where they happened.`,
    columns: [
      { name: 'figure', title: '', unit: 'text' },
      { name: 'unit', title: 'Unit', unit: 'text' },
      { name: 'value', title: 'This period', unit: 'mixed' },
      { name: 'before', title: previous.name, unit: 'mixed' },
      { name: 'change', title: 'Change', unit: 'change' },
    ],
    rows,
  }
}

function change(now: number | null, before: number | null): number | null {
  return now === null || before === null || before === 0 ? null : (now - before) / before
}

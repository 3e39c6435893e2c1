import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject } from 'vitest'
import { rulesForScoring } from '../../src/cli/rules-for-scoring.ts'
import { openEmbedded } from '../../src/database/embedded.ts'
import { Postgres } from '../../src/database/postgres.ts'
import { openStage } from '../end-to-end/open-stage.ts'
import { newDatabase } from '../services/postgres.ts'
import { expectCompleteHistories } from './complete-histories.ts'
import { embeddedMonth, scoreMonth, tripline } from './embedded-month.ts'
import { expectReportAsSql } from './expect-report.ts'
import { LiveMonth } from './live-month.ts'
import { type MonthSize, makeMonth } from './make-month.ts'
import { expectSameTables } from './same-tables.ts'

export interface MonthOptions extends MonthSize {
  kills: number
  batchRecordsMax: number
  /** How many of the periods below are compared. */
  periods: number
}

/** Reports that are compared: the month itself, the one in which most of it came back, and a week of the month. */
const PERIODS = [
  ['month', '2025-09-15', '2025-09-01', '2025-10-01'],
  ['month', '2025-10-15', '2025-10-01', '2025-11-01'],
  ['week', '2025-09-17', '2025-09-15', '2025-09-22'],
] as const

/**
 * A scripted month twice: on Kafka, Redis and PostgreSQL with commands that are killed again and again, and without any service.
 * Both must come to the same decisions, tables and reports, and the reports to what plain SQL says. Every time in it is that of an event or
 * of a scripted act, so nothing depends on how long it takes.
 */
export async function playMonth(options: MonthOptions): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-month-'))
  const month = makeMonth(options)
  const stage = await openStage()
  const secret = stage.environment().TRIPLINE_SECRET!
  const place = { folder, database: join(folder, 'desk'), secret }
  const { policy } = (await rulesForScoring('rules'))!
  const expected = await scoreMonth(month, folder, secret)

  const url = await newDatabase(inject('postgresUrl'))
  const database = new Postgres({ url })
  const live = new LiveMonth(stage, { url, ...options })
  const [worked, embeddedWorked] = await Promise.all([
    live.play(month, database, policy.cases),
    embeddedMonth(month, expected, place, policy.cases),
  ])
  expect(worked).toEqual(embeddedWorked)

  const written = (await stage.readAll('decisions')).map(({ value }) => value)
  const decided = new Set(written.map(value => (JSON.parse(value) as { paymentId: string }).paymentId))
  expect(written.filter(value => expected.get(JSON.parse(value).paymentId) !== value)).toEqual([])
  expect([...expected.keys()].filter(id => !decided.has(id))).toEqual([])
  expect(await stage.readAll('deadLetters')).toEqual([])

  for (const [period, date, from, to] of PERIODS.slice(0, options.periods)) {
    const asked = ['report', '--period', period, '--date', date, '--format', 'json', '--database']
    const real = JSON.parse(await tripline([...asked, url], secret))
    expect(real).toEqual(JSON.parse(await tripline([...asked, place.database], secret)))
    await expectReportAsSql(real, database, { from: `${from}T00:00:00Z`, to: `${to}T00:00:00Z` })
  }
  const embedded = await openEmbedded(place.database)
  const rows = await expectSameTables(database, embedded)
  await embedded.close()
  console.log(await tripline(['case', 'verify', '--database', url], secret))
  const histories = await expectCompleteHistories(database)
  await database.close()
  console.log(
    [
      `month: ${decided.size} payments decided, ${written.length - decided.size} decisions written again`,
      `kills: ${live.killed.run} of run, ${live.killed.desk} of desk`,
      `people: ${worked.reduce((sum, { acts }) => sum + acts, 0)} acts`,
      histories,
      `rows compared: ${rows}`,
    ].join('; '),
  )
  rmSync(folder, { recursive: true })
}

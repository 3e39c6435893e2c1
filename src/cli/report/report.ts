import { writeFileSync } from 'node:fs'
import { Outage } from '../../model/problem.ts'
import { timeZone } from '../../model/time-zone.ts'
import type { Database } from '../../ports.ts'
import { type Asked, makeReport } from '../../reports/make-report.ts'
import { periodAt, periodBefore } from '../../reports/period.ts'
import type { Period, PeriodKind, Report } from '../../reports/report.ts'
import { fileFault } from '../file-fault.ts'
import { databaseOrExplain } from '../open-database.ts'
import { rulesForScoring } from '../rules-for-scoring.ts'
import { metadataOf, settingsOrExplain } from '../settings-or-explain.ts'
import { reportCsv, sectionCsv } from './report-csv.ts'
import { reportPage } from './report-page.ts'
import { reportMarkdown } from './report-text.ts'

export interface ReportOptions {
  period: PeriodKind
  /** A date within the period: `2026-03-14`; the last period that has ended unless said. */
  date?: string
  timeZone: string
  format: 'md' | 'html' | 'csv' | 'json'
  /** Only this one. */
  section?: string
  out: string
  rules: string
  /** Instead of the setting's. */
  database?: string
  settings?: string
}

const EXIT_GOOD = 0
const EXIT_FAILED = 1
const EXIT_WRONG_USE = 2

/** `tripline report`: what came in, what was done about it and what it cost. Exit 2 for wrong use, 1 where the database is down. */
export async function reportCommand(options: ReportOptions): Promise<number> {
  const settings = settingsOrExplain(options.settings)
  if (settings === undefined) return EXIT_WRONG_USE
  const period = askedPeriod(options, Date.now())
  if (typeof period === 'string') return refuse(period)
  const ruleset = await rulesForScoring(options.rules, metadataOf(settings))
  if (ruleset === undefined) return EXIT_WRONG_USE
  const database = await databaseOrExplain(options.database ?? settings['desk.database_url'])
  if (database === undefined) return EXIT_FAILED
  try {
    const currency = ruleset.policy.money.base
    const report = await reportOf(database, { period, timeZone: options.timeZone, currency, nowMs: Date.now() })
    const text = written(report, options)
    if (text === undefined) {
      return refuse(`there is no section ${options.section}: ${report.sections.map(({ name }) => name).join(', ')}`)
    }
    return write(text, options.out)
  } catch (error) {
    if (!(error instanceof Outage)) throw error
    console.error(`tripline: the database cannot be reached: ${error.message}`)
    return EXIT_FAILED
  } finally {
    await database.close()
  }
}

function write(text: string, path: string): number {
  if (path === '-') {
    process.stdout.write(text)
    return EXIT_GOOD
  }
  try {
    writeFileSync(path, text)
    return EXIT_GOOD
  } catch (error) {
    console.error(`tripline: ${path} cannot be written: ${fileFault(error)}`)
    return EXIT_FAILED
  }
}

/** One snapshot for all statements, so that figures of one report agree while payments come in. */
function reportOf(database: Database, asked: Asked): Promise<Report> {
  return database.transaction(async sql => {
    await sql.query('set transaction isolation level repeatable read, read only')
    return makeReport(sql, asked)
  })
}

function askedPeriod({ period: kind, date, timeZone: zone }: ReportOptions, nowMs: number): Period | string {
  if (timeZone(zone) === undefined) return `there is no time zone ${zone}: use a name such as Europe/Berlin, or UTC`
  if (date === undefined) return periodBefore(periodAt(kind, zone, nowMs), zone)
  const atMs = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T12:00:00Z`) : Number.NaN
  return Number.isNaN(atMs) ? `--date ${date} is no date: write 2026-03-14` : periodAt(kind, zone, atMs)
}

function written(report: Report, { format, section: name }: ReportOptions): string | undefined {
  if (name === undefined) {
    if (format === 'csv') return reportCsv(report)
    return writeWhole(report, format)
  }
  const section = report.sections.find(each => each.name === name)
  if (section === undefined) return undefined
  if (format === 'csv') return sectionCsv(section, report.currency)
  return writeWhole({ ...report, sections: [section] }, format)
}

function writeWhole(report: Report, format: 'md' | 'html' | 'json'): string {
  if (format === 'json') return `${JSON.stringify(report, undefined, 2)}\n`
  return format === 'html' ? reportPage(report) : reportMarkdown(report)
}

function refuse(message: string): number {
  console.error(`tripline: ${message}`)
  return EXIT_WRONG_USE
}

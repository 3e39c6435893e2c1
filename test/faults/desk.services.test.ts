import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { openEmbedded } from '../../src/database/embedded.ts'
import { Postgres } from '../../src/database/postgres.ts'
import { verifyCases } from '../../src/desk/verify-cases.ts'
import type { Sql } from '../../src/ports.ts'
import { deskTables } from '../desk/desk-tables.ts'
import { makeDay } from '../desk/make-day.ts'
import { openStage } from '../end-to-end/open-stage.ts'
import type { Stage } from '../end-to-end/stage.ts'
import { newDatabase } from '../services/postgres.ts'
import { waitUntil } from '../services/wait-until.ts'

const KILLS_PER_KIND = 2
/** What to look at to see how far each kind has come. */
const KINDS = [
  { kind: 'payments', table: 'payments' },
  { kind: 'decisions', table: 'decisions' },
  { kind: 'outcomes', table: 'outcome_history' },
] as const

test('a desk that is killed again and again loses nothing and doubles nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tripline-desk-'))
  const day = makeDay(folder, { payments: 400, seed: 5 })
  const undisturbed = join(folder, 'undisturbed')
  for (const { kind } of KINDS) {
    writeFileSync(join(folder, `${kind}.ndjson`), `${day[kind].join('\n')}\n`)
    const files = [`--${kind}`, join(folder, `${kind}.ndjson`)]
    const env = { PATH: process.env.PATH }
    execFileSync(process.execPath, ['dist/main.js', 'desk', ...files, '--database', undisturbed], {
      env,
      stdio: 'pipe',
    })
  }

  const stage = await openStage()
  const url = await newDatabase(inject('postgresUrl'))
  const database = new Postgres({ url })
  let starts = 0
  for (const { kind, table } of KINDS) {
    await stage.produce(
      day[kind].map(value => ({ key: 'one', value, partition: 0 })),
      kind,
    )
    const rows = new Set(day[kind]).size
    for (let kill = 1; kill <= KILLS_PER_KIND; kill++) {
      const worker = await startDesk(stage, url)
      starts++
      await waitUntil(`part ${kill} of the ${kind}`, 120_000, async () => {
        const [counted] = await database.query<{ count: number }>(`select count(*) as count from ${table}`)
        return counted!.count > (rows * (kill - 1)) / KILLS_PER_KIND
      })
      worker.kill()
    }
    const worker = await startDesk(stage, url)
    starts++
    await waitUntil(`all ${kind}`, 120_000, async () => {
      const [counted] = await database.query<{ count: number }>(`select count(*) as count from ${table}`)
      return counted!.count === rows
    })
    expect(await worker.stop(), worker.log).toBe(0)
  }

  const embedded = await openEmbedded(undisturbed)
  const [expected, got] = [await deskTables(embedded), await deskTables(database)]
  expect(Object.keys(got)).toEqual(Object.keys(expected))
  for (const [table, rows] of Object.entries(got)) expect(rows, table).toEqual(expected[table])
  const { cases, events, broken } = await verifyCases(database)
  expect(broken).toEqual([])
  expect(cases).toBeGreaterThan(50)
  await expectMetrics(stage, url, database)
  console.log(`desk: ${starts - KINDS.length} kills, ${cases} cases of ${events} events, as if nothing had happened`)
  await embedded.close()
  await database.close()
})

/** Small batches, so that there is much between two commits; one name, so that the group takes the next one at once. */
function startDesk(stage: Stage, url: string) {
  const settings = {
    TRIPLINE_DESK_DATABASE_URL: url,
    TRIPLINE_DESK_GROUP: stage.name,
    TRIPLINE_KAFKA_INSTANCE: 'desk',
    TRIPLINE_BATCH_RECORDS_MAX: '15',
  }
  return stage.launchWorker(settings, 'desk')
}

async function expectMetrics(stage: Stage, url: string, sql: Sql): Promise<void> {
  const worker = await startDesk(stage, url)
  await worker.ready()
  const [open] = await sql.query<{ count: number }>('select count(*) as count from cases where closed_at is null')
  expect(await worker.metric('tripline_cases_open')).toBe(open!.count)
  expect(await worker.metric('tripline_case_oldest_age_seconds')).toBeGreaterThan(0)
  await worker.stop()
}

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { openEmbedded } from '../../src/database/embedded.ts'
import { Postgres } from '../../src/database/postgres.ts'
import { verifyCases } from '../../src/desk/verify-cases.ts'
import type { Sql } from '../../src/ports.ts'
import { deskTables } from '../desk/desk-tables.ts'
import { type Day, makeDay } from '../desk/make-day.ts'
import { openStage } from '../end-to-end/open-stage.ts'
import type { Stage, Worker } from '../end-to-end/stage.ts'
import { newDatabase, startPostgresProgram } from '../services/postgres.ts'
import { waitUntil } from '../services/wait-until.ts'

const TABLES = { payments: 'payments', decisions: 'decisions', outcomes: 'outcome_history' } as const
type Kind = keyof typeof TABLES
const KINDS = ['payments', 'decisions', 'outcomes'] as const

let folder: string
let day: Day
let expected: Record<string, object[]>
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tripline-desk-'))
  day = makeDay(folder, { payments: 150, seed: 8 })
  const undisturbed = join(folder, 'undisturbed')
  for (const kind of KINDS) {
    const file = join(folder, `${kind}.ndjson`)
    writeFileSync(file, `${day[kind].join('\n')}\n`)
    const args = ['dist/main.js', 'desk', `--${kind}`, file, '--database', undisturbed]
    execFileSync(process.execPath, args, { env: { PATH: process.env.PATH }, stdio: 'pipe' })
  }
  const embedded = await openEmbedded(undisturbed)
  expected = await deskTables(embedded)
  await embedded.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a desk whose database goes away waits, says so, and goes on where it was', async () => {
  const server = await startPostgresProgram('postgres-outage')
  onTestFinished(() => server.stop())
  const url = await newDatabase(server.url)
  const stage = await openStage()
  const worker = await startDesk(stage, url, 'one')
  await worker.ready()
  for (const kind of KINDS) {
    const half = Math.floor(day[kind].length / 2)
    await produce(stage, kind, day[kind].slice(0, half))
    const before = new Postgres({ url })
    await waitUntil(`some ${kind}`, 120_000, async () => (await count(before, kind)) > half / 3)
    server.program!.kill('SIGQUIT') // at once, as if it had crashed: connections are cut, and what was not committed is lost
    await server.program!.ended.catch(() => undefined)
    await before.close()
    await waitUntil('a desk that says why it waits', 60_000, async () =>
      (await worker.reasons()).some(({ what }) => what === 'database'),
    )
    await produce(stage, kind, day[kind].slice(half))
    await server.restart!()
    const after = new Postgres({ url })
    await untilAll(after, kind)
    await after.close()
    await worker.ready()
  }
  await stage.produce([{ key: 'one', value: 'no decision', partition: 0 }], 'decisions')
  await waitUntil('an unreadable decision that is counted', 60_000, async () =>
    /^tripline_desk_records_total\{kind="refused"\} 1$/m.test(await worker.metrics()),
  )
  expect(await worker.stop(), worker.log).toBe(0)
  await expectUndisturbed(url)
})

test('of two desks of one group one is killed, and the other does what it left', async () => {
  const url = await newDatabase(inject('postgresUrl'))
  const database = new Postgres({ url })
  onTestFinished(() => database.close())
  const stage = await openStage()
  const first = await startDesk(stage, url, 'one')
  await first.ready()
  await produce(stage, 'payments', day.payments)
  await untilAll(database, 'payments')
  let [old, young]: Worker[] = [first, await startDesk(stage, url, 'two')]
  await young!.ready()
  for (const kind of ['decisions', 'outcomes'] as const) {
    const half = Math.floor(day[kind].length / 2)
    await produce(stage, kind, day[kind].slice(0, half))
    await waitUntil(`some ${kind}`, 120_000, async () => (await count(database, kind)) > half / 3)
    old!.kill()
    await produce(stage, kind, day[kind].slice(half))
    await untilAll(database, kind)
    if (kind === 'outcomes') break
    ;[old, young] = [young, await startDesk(stage, url, 'three')]
    await young!.ready()
  }
  expect(await young!.stop(), young!.log).toBe(0)
  await expectUndisturbed(url)
})

/** Small batches, so that there is much between two commits. */
function startDesk(stage: Stage, url: string, instance: string): Promise<Worker> {
  const settings = {
    TRIPLINE_DESK_DATABASE_URL: url,
    TRIPLINE_DESK_GROUP: stage.name,
    TRIPLINE_KAFKA_INSTANCE: instance,
    TRIPLINE_BATCH_RECORDS_MAX: '15',
  }
  return stage.launchWorker(settings, 'desk')
}

function produce(stage: Stage, kind: Kind, lines: readonly string[]): Promise<void> {
  return stage.produce(
    lines.map(value => ({ key: 'one', value, partition: 0 })),
    kind,
  )
}

async function untilAll(sql: Sql, kind: Kind): Promise<void> {
  const rows = new Set(day[kind]).size
  await waitUntil(`all ${kind}`, 120_000, async () => (await count(sql, kind)) === rows)
}

async function count(sql: Sql, kind: Kind): Promise<number> {
  const [counted] = await sql.query<{ count: number }>(`select count(*) as count from ${TABLES[kind]}`)
  return counted!.count
}

async function expectUndisturbed(url: string): Promise<void> {
  const database = new Postgres({ url })
  const got = await deskTables(database)
  const { cases, broken } = await verifyCases(database)
  await database.close()
  for (const [table, rows] of Object.entries(got)) expect(rows, table).toEqual(expected[table])
  expect(Object.keys(got)).toEqual(Object.keys(expected))
  expect(broken).toEqual([])
  expect(cases).toBeGreaterThan(20)
}

import { expect, inject, it } from 'vitest'
import { DeskOfRun } from '../ops/run/desk-of-run.ts'
import { RulesOfRun } from '../ops/run/rules-of-run.ts'
import { newDatabase } from '../services/postgres.ts'
import { waitUntil } from '../services/wait-until.ts'
import { startSpanReceiver } from '../telemetry/span-receiver.ts'
import { openStage } from './open-stage.ts'
import type { Read } from './stage.ts'

const GIVEN = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
const payment = (id: string, amount: string) =>
  JSON.stringify({ id, occurredAt: '2026-11-21T10:00:00Z', amount, currency: 'USD', ip: '81.2.69.160' })

/** The header `traceparent` by key. */
const tracesOf = (reads: readonly Read[]) =>
  Object.fromEntries(reads.map(({ key, headers }) => [key, String(headers?.traceparent)]))

it('one trace goes from the record to decision, review, case, dead letter, span and log line', async () => {
  const stage = await openStage()
  const receiver = await startSpanReceiver()
  const records = [
    { key: 'a', value: payment('traced', '9700.00'), headers: { traceparent: GIVEN } },
    { key: 'a', value: payment('untraced', '9800.00') },
    { key: 'a', value: payment('allowed', '5.00') },
    { key: 'a', value: '{"id":', headers: { traceparent: GIVEN } },
  ]
  await stage.produce([...records, ...records])
  const rulesDir = new RulesOfRun().dir
  const worker = await stage.startWorker({
    TRIPLINE_RULES_DIR: rulesDir,
    TRIPLINE_TRACING_OTLP_URL: receiver.url,
    TRIPLINE_LOG_LEVEL: 'debug',
  })
  await stage.untilCommitted(8)
  await waitUntil('the log lines', 10_000, () => worker.log.split('record sent to the dead letters').length > 2)
  expect(await worker.stop()).toBe(0)

  const decisions = await stage.readAll('decisions')
  const made = /^00-1[0-9a-f]{9}00000000(0{13}[0-7])-[0-9a-f]{16}-00$/
  expect(tracesOf(decisions)).toEqual({
    traced: GIVEN,
    untraced: expect.stringMatching(made),
    allowed: expect.stringMatching(made),
  })
  const reviews = await stage.readAll('reviews')
  expect(reviews.map(({ key }) => key)).toEqual(['traced', 'untraced', 'traced', 'untraced'])
  expect(tracesOf(reviews).traced).toBe(GIVEN)
  expect(Object.values(tracesOf(await stage.readAll('deadLetters')))).toEqual([GIVEN, GIVEN])

  // The trace is in headers only: bytes of a payment that came twice are equal, whatever led to it.
  for (const { key, value } of decisions) {
    expect(decisions.filter(each => each.key === key).map(each => each.value)).toEqual([value, value])
  }

  const links = receiver.spans.flatMap(({ links = [] }) => links)
  expect(links.filter(({ traceId }) => GIVEN.includes(traceId)).length).toBeGreaterThan(0)
  const untraced = tracesOf(reviews).untraced?.slice(3, 35) ?? ''
  expect(links.map(({ traceId }) => traceId)).toContain(untraced)
  const lines = worker.log.split('\n').filter(line => line.includes('"payment sent to review"'))
  expect(lines.map(line => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ level: 'debug', trace: untraced, key: 'untraced' }),
  )

  const databaseUrl = await newDatabase(inject('postgresUrl'))
  const desk = await DeskOfRun.start({ stage, databaseUrl, rulesDir })
  await waitUntil('two cases', 60_000, async () => (await desk.cases()).length === 2)
  const shown = await Promise.all((await desk.cases()).map(({ caseId }) => desk.case('show', caseId)))
  // Of the record that was there first: what comes again is known to the desk.
  const first = reviews.find(({ key }) => key === 'untraced')
  const wanted = [GIVEN, String(first?.headers?.traceparent)].map(each => each.slice(3, 35))
  expect(shown.map(text => /^ {2}trace +(\S+)$/m.exec(text)?.[1]).sort()).toEqual(wanted.sort())
})

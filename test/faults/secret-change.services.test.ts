import { expect, it } from 'vitest'
import { generatePayments } from '../../src/generator/generate-payments.ts'
import { openStage } from '../end-to-end/open-stage.ts'
import { firstDifference, scoreEmbedded } from '../end-to-end/score-embedded.ts'
import type { Worker } from '../end-to-end/stage.ts'
import { waitUntil } from '../services/wait-until.ts'

const PAYMENTS = 6000

async function figure(worker: Worker, name: string): Promise<number> {
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(await worker.metrics())?.[1])
}

it('a change of secrets: decisions are those of one secret throughout, and the switch counts nothing again', async () => {
  const stage = await openStage()
  const lines = [...generatePayments({ count: PAYMENTS, seed: 72 })].map(({ payment }) => JSON.stringify(payment))
  const messages = lines.map(value => ({ key: 'one partition', value }))
  const common = { TRIPLINE_DECISIONS_DETAIL: 'all', TRIPLINE_LOG_LEVEL: 'info' }
  const [old, next] = [`the old ${stage.name}`, `the next ${stage.name}`]
  const third = PAYMENTS / 3

  await stage.produce(messages.slice(0, third))
  const first = await stage.startWorker({ ...common, TRIPLINE_SECRET: old })
  await stage.untilCommitted(third)
  expect(await first.stop()).toBe(0)

  const second = await stage.startWorker({ ...common, TRIPLINE_SECRET: old, TRIPLINE_SECRET_NEXT: next })
  await stage.produce(messages.slice(third, third * 2))
  await stage.untilCommitted(third * 2)
  const kept = () => figure(second, 'tripline_next_secret_records_total')
  const isReady = async () => (await figure(second, 'tripline_next_secret_ready')) === 1
  await waitUntil('all under the next secret', 60_000, async () => (await kept()) >= third * 2 && (await isReady()))
  expect(await second.stop()).toBe(0)
  expect(second.log).toContain('the next secret may take the place of the secret')

  await stage.produce(messages.slice(third * 2))
  const last = await stage.startWorker({ ...common, TRIPLINE_SECRET: next })
  await stage.untilCommitted(PAYMENTS)
  expect(await figure(last, 'tripline_rebuilt_records_total')).toBe(0)
  expect(await last.stop()).toBe(0)

  const decisions = (await stage.readAll('decisions')).map(each => each.value)
  expect(firstDifference(decisions, scoreEmbedded(lines, { TRIPLINE_SECRET: old }))).toBeUndefined()
  console.log(`a change of secrets: 0 of ${PAYMENTS} decisions differ, ${third * 2} records kept under both secrets`)
})

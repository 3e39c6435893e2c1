import { expect } from 'vitest'
import { Random } from '../../../src/generator/random.ts'
import type { Stage } from '../../end-to-end/stage.ts'
import { expectAsScored } from './compare.ts'
import { BATCH_RECORDS_MAX, Crew, Feed } from './crew.ts'
import { makeLanes } from './lanes.ts'

export interface RestartOptions {
  rounds: number
  workers: number
  partitions: number
  payments: number
  seed: number
}

/** F3: every worker is ended by SIGTERM under load and started again, one after the other. */
export async function survivesRestarts(
  stage: Stage,
  { rounds, workers, partitions, payments, seed }: RestartOptions,
): Promise<void> {
  const load = makeLanes({ payments, partitions, seed })
  const crew = new Crew(stage)
  const feed = new Feed(stage, load, new Random(seed))
  const names = Array.from({ length: workers }, (_, at) => `w${at}`)
  await Promise.all(names.map(name => crew.start(name)))
  const restarts = rounds * workers
  let slowestMs = 0
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      await feed.giveShare(restarts)
      const worker = crew.worker(name)
      const { code, ms } = await crew.stop(name)
      expect(code).toBe(0)
      expect(worker.log).not.toContain('stopped while waiting') // it was done before its ten seconds were over
      slowestMs = Math.max(slowestMs, ms)
      await crew.start(name)
    }
  }
  await feed.giveRest()
  await crew.stopAll()
  const { decided, again } = await expectAsScored(stage, load)
  // A worker that leaves and one that comes are a rebalance each; the others give up the batch in hand, and the one behind it.
  const redeliveredMax = 2 * restarts * partitions * BATCH_RECORDS_MAX
  expect(again).toBeLessThanOrEqual(redeliveredMax)
  console.log(
    `F3: ${restarts} orderly restarts of ${workers} workers: ${decided} payments decided, 0 lost, 0 different, ${again} decisions written again, slowest end ${slowestMs} ms`,
  )
}

import { performance } from 'node:perf_hooks'
import { expect, it } from 'vitest'
import { openStage } from '../end-to-end/open-stage.ts'
import type { Stage } from '../end-to-end/stage.ts'
import { waitUntil } from '../services/wait-until.ts'
import { expectAsScored, SHOWS_ALL } from './workers/compare.ts'
import { makeLanes } from './workers/lanes.ts'

/** So long that a test which waited for it would fail. */
const SESSION_TIMEOUT_MS = 1_000_000
const partitions = 4

const memberIds = (stage: Stage): Promise<string[]> =>
  stage.ask(async admin => (await admin.describeGroups([stage.name])).groups[0]!.members.map(each => each.memberId))

const decisions = (stage: Stage): Promise<number> =>
  stage.ask(async admin => {
    const ends = await admin.fetchTopicOffsets(stage.topics.decisions)
    return ends.reduce((sum, { high }) => sum + Number(high), 0)
  })

it('after kill -9 the same instance goes on as soon as it is up, whatever the session timeout', async () => {
  const stage = await openStage({ partitions })
  const load = makeLanes({ payments: 800, partitions, seed: 7 })
  const settings = {
    ...SHOWS_ALL,
    TRIPLINE_KAFKA_SESSION_TIMEOUT_MS: String(SESSION_TIMEOUT_MS),
    TRIPLINE_KAFKA_INSTANCE: `${stage.name}-only`,
  }
  const first = await stage.startWorker(settings)
  await stage.produce(load.slice(0, 400))
  await stage.untilCommitted(400)
  const dead = await memberIds(stage)
  first.kill()
  await stage.produce(load.slice(400))
  const before = await decisions(stage)
  const beganMs = performance.now()
  const second = await stage.launchWorker(settings)
  await waitUntil('the first decision', 60_000, async () => (await decisions(stage)) > before)
  const seconds = (performance.now() - beganMs) / 1000
  const members = await memberIds(stage)
  expect(dead).toHaveLength(1)
  expect(members).toHaveLength(1)
  expect(members).not.toEqual(dead)
  await stage.untilCommitted(800)
  expect(await second.stop()).toBe(0)
  await expectAsScored(stage, load)
  console.log(`kill -9: first decision ${seconds.toFixed(1)} s after the restart began`)
}, 120_000)

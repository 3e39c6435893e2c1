import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { openStage } from '../end-to-end/open-stage.ts'
import type { Stage, Worker } from '../end-to-end/stage.ts'
import { expectAsScored, SHOWS_ALL } from './workers/compare.ts'
import { type LaneMessage, makeLanes } from './workers/lanes.ts'

const partitions = 3

/** Works through these, and ends in good order. */
async function workThrough(stage: Stage, load: readonly LaneMessage[], committed: number): Promise<void> {
  await stage.produce(load)
  const worker = await stage.startWorker(SHOWS_ALL)
  await stage.untilCommitted(committed)
  expect(await worker.stop()).toBe(0)
}

/** As retention does it. */
function deleteBefore(stage: Stage, partition: number, offset: number): Promise<void> {
  const topic = stage.topics.payments
  return stage.ask(async admin => {
    await admin.fetchTopicOffsets(topic) // kafkajs deletes only from topics that it has met
    await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(offset) }] })
  })
}

async function exitCodeOf(worker: Worker): Promise<number | null> {
  if (worker.process.exitCode === null) await once(worker.process, 'exit')
  return worker.process.exitCode
}

const acceptLoss = (stage: Stage, partition: number, offset: number): Promise<void> =>
  stage.ask(admin =>
    admin.setOffsets({
      groupId: stage.name,
      topic: stage.topics.payments,
      partitions: [{ partition, offset: String(offset) }],
    }),
  )

const beginAgain = (stage: Stage): Promise<void> =>
  stage.ask(admin => admin.resetOffsets({ groupId: stage.name, topic: stage.topics.payments, earliest: true }))

/** Every review that was written is, however often it was, one and the same. */
async function expectOneReviewEach(stage: Stage): Promise<void> {
  const reviews = new Map<string, Set<string>>()
  for (const { key, value } of await stage.readAll('reviews')) {
    reviews.set(key, (reviews.get(key) ?? new Set()).add(value))
  }
  expect(reviews.size).toBeGreaterThan(0)
  expect([...reviews].filter(([, values]) => values.size > 1)).toEqual([])
}

describe('where the group goes on', () => {
  it('F11: refuses to start where records were deleted before they were read, and says what to do', async () => {
    const stage = await openStage({ partitions })
    const load = makeLanes({ payments: 600, partitions, seed: 11 })
    await workThrough(stage, load.slice(0, 300), 300)
    await stage.produce(load.slice(300))
    await deleteBefore(stage, 1, 150)
    const commits = await stage.commits()
    const refused = await stage.launchWorker(SHOWS_ALL)
    expect(await exitCodeOf(refused)).toBe(1)
    expect(refused.log).toContain(`${stage.topics.payments}[1]: offsets 100 to 149 were deleted before they were read`)
    expect(refused.log).toContain(`kafka-consumer-groups --group ${stage.name}`)
    expect((await stage.commits()).get(1)).toBe(commits.get(1))

    await acceptLoss(stage, 1, 150)
    const worker = await stage.startWorker(SHOWS_ALL)
    await stage.untilCommitted(600)
    expect(await worker.stop()).toBe(0)
    const lost = new Set(load.filter(each => each.partition === 1).slice(100, 150))
    const { decided } = await expectAsScored(
      stage,
      load.filter(each => !lost.has(each)),
    )
    console.log(
      `F11: 50 records deleted unread: refused with exit code 1, ${decided} decided after the loss was accepted`,
    )
  })

  it('F11: ends when it happens while it runs', async () => {
    const stage = await openStage({ partitions })
    const load = makeLanes({ payments: 300, partitions, seed: 12 })
    const worker = await stage.startWorker(SHOWS_ALL)
    await stage.produce(load.slice(0, 150))
    await stage.untilCommitted(150)
    worker.freeze()
    await stage.produce(load.slice(150, 153)) // all that the fetch which is under way can bring
    await stage.produce(load.slice(153))
    await deleteBefore(stage, 2, 80)
    worker.thaw()
    expect(await exitCodeOf(worker)).toBe(1)
    expect(worker.log).toMatch(/\[2\]: offsets 5[01] to 79 were deleted before they were read/)
    expect((await stage.commits()).get(2)).toBeLessThanOrEqual(51)
  })

  it('F33: a group that was deleted begins at the first record, and decides nothing otherwise', async () => {
    const stage = await openStage({ partitions })
    const load = makeLanes({ payments: 1200, partitions, seed: 33 })
    await workThrough(stage, load.slice(0, 700), 700)
    await stage.ask(admin => admin.deleteGroups([stage.name]))
    await workThrough(stage, load.slice(700), 1200)
    const { written, again } = await expectAsScored(stage, load)
    expect(again).toBe(700)
    await expectOneReviewEach(stage)
    console.log(`F33: group deleted after 700 of 1200 records: ${written} decisions written, 0 different`)
  })

  it('F36: the whole topic twice more into the same Redis', async () => {
    const stage = await openStage({ partitions })
    const load = makeLanes({ payments: 1200, partitions, seed: 36 })
    await workThrough(stage, load, 1200)
    for (const _ of ['once', 'twice']) {
      await beginAgain(stage)
      await workThrough(stage, [], 1200)
    }
    const { written, decided } = await expectAsScored(stage, load)
    expect(written).toBe(3 * load.length)
    await expectOneReviewEach(stage)
    console.log(`F36: 1200 records three times: ${decided} payments decided, ${written} decisions written, 0 different`)
  })
})

import { ConfigResourceTypes } from 'kafkajs'
import { describe, expect, it } from 'vitest'
import { openStage } from '../end-to-end/open-stage.ts'
import type { Stage, Worker } from '../end-to-end/stage.ts'
import { waitUntil } from '../services/wait-until.ts'
import { expectAsScored, SHOWS_ALL } from './workers/compare.ts'
import { type LaneMessage, makeLanes } from './workers/lanes.ts'

const partitions = 6
const POISONED = 2
const FLOOD = 400
/** What one partition may put among the dead letters within a minute however little else it has. */
const DEAD_LETTERS_MIN = 50

const bad = (partition: number): LaneMessage => ({ key: `lane ${partition}`, partition, value: '{"id":' })

/** One in a hundred is bad, in every partition alike. */
const sprinkle = (load: readonly LaneMessage[]): LaneMessage[] =>
  load.flatMap((each, at) => (at % 101 === 100 ? [bad(each.partition), each] : [each]))

const reasonOf = async (worker: Worker, what: string): Promise<string | undefined> =>
  (await worker.reasons()).find(each => each.what === what)?.why

const untilReason = (worker: Worker, what: string): Promise<string> =>
  waitUntil(`${what} in /readyz`, 60_000, () => reasonOf(worker, what))

const untilWell = (worker: Worker): Promise<boolean> =>
  waitUntil('nothing in /readyz', 60_000, async () => (await worker.reasons()).length === 0)

function alterDeadLetters(stage: Stage, name: string, value: string): Promise<unknown> {
  const resource = { type: ConfigResourceTypes.TOPIC, name: stage.topics.deadLetters, configEntries: [{ name, value }] }
  return stage.ask(admin => admin.alterConfigs({ validateOnly: false, resources: [resource] }))
}

describe('records that cannot be read', () => {
  it('F24: one in a hundred, then a whole partition: that one waits for a person, the others go on', async () => {
    const stage = await openStage({ partitions })
    const load = makeLanes({ payments: 3000, partitions, seed: 24 })
    const sprinkled = sprinkle(load.slice(0, 1500))
    const worker = await stage.startWorker(SHOWS_ALL)
    await stage.produce(sprinkled)
    await stage.untilCommitted(sprinkled.length)
    expect(await worker.reasons()).toEqual([])

    const before = await stage.commits()
    await stage.produce(Array.from({ length: FLOOD }, () => bad(POISONED)))
    await stage.produce(load.slice(1500))
    const why = await untilReason(worker, 'input')
    expect(why).toContain(`${stage.topics.payments}[${POISONED}]: `)
    expect(why).toMatch(/cannot be read, most often `bad-json`.*SIGUSR2/)
    const each = 1500 / partitions
    await waitUntil('the other partitions', 60_000, async () => {
      const commits = await stage.commits()
      return [...commits].every(([at, offset]) => at === POISONED || offset === before.get(at)! + each)
    })
    const passed = (await stage.commits()).get(POISONED)! - before.get(POISONED)!
    expect(passed).toBeLessThan(DEAD_LETTERS_MIN)
    expect(await worker.metric('tripline_outage_active')).toBe(1)

    worker.process.kill('SIGUSR2')
    await stage.untilCommitted(sprinkled.length + FLOOD + 1500)
    await untilWell(worker)
    expect(await worker.stop()).toBe(0)
    const letters = (await stage.readAll('deadLetters')).map(letter => JSON.parse(letter.value).source)
    const places = new Set(letters.map(({ partition, offset }) => `${partition}@${offset}`))
    expect(places.size).toBe(sprinkled.length - 1500 + FLOOD)
    const { decided } = await expectAsScored(stage, load)
    console.log(
      `F24: ${FLOOD} unreadable records in one of ${partitions} partitions: held back after ${passed}, the others done; let go: ${places.size} dead letters, ${decided} payments decided, 0 different`,
    )
  })

  it('F25: dead letters that the topic has no room for: nothing is passed over until it has', async () => {
    const stage = await openStage({ partitions: 1 })
    const load = makeLanes({ payments: 100, partitions: 1, seed: 25 })
    await alterDeadLetters(stage, 'max.message.bytes', '100')
    const worker = await stage.startWorker(SHOWS_ALL)
    await stage.produce([...load.slice(0, 50), bad(0), ...load.slice(50)])
    expect(await untilReason(worker, 'kafka-output')).toContain('raise its max.message.bytes')
    expect(await stage.committed()).toBeLessThanOrEqual(50)
    await alterDeadLetters(stage, 'max.message.bytes', '100000')
    await stage.untilCommitted(101)
    await untilWell(worker)
    expect(await worker.stop()).toBe(0)
    expect(await stage.readAll('deadLetters')).toHaveLength(1)
    await expectAsScored(stage, load)
  })

  it('F25: the topic of dead letters is gone: nothing is passed over until it is back', async () => {
    const stage = await openStage({ partitions: 1 })
    const load = makeLanes({ payments: 100, partitions: 1, seed: 26 })
    const worker = await stage.startWorker(SHOWS_ALL)
    await stage.produce(load.slice(0, 50))
    await stage.untilCommitted(50)
    const topic = stage.topics.deadLetters
    await stage.ask(admin => admin.deleteTopics({ topics: [topic] }))
    await stage.produce([bad(0), ...load.slice(50)])
    expect(await untilReason(worker, 'kafka-output')).toBeDefined()
    expect(await stage.committed()).toBe(50)
    await stage.ask(admin => admin.createTopics({ topics: [{ topic, numPartitions: 1 }] }))
    await stage.untilCommitted(101)
    await untilWell(worker)
    expect(await worker.stop()).toBe(0)
    expect((await stage.readAll('deadLetters')).length).toBeGreaterThanOrEqual(1)
    await expectAsScored(stage, load)
  })
})

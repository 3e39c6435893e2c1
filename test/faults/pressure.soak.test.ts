import { describe, expect, inject, it } from 'vitest'
import { openStage } from '../end-to-end/open-stage.ts'
import type { Stage } from '../end-to-end/stage.ts'
import { waitUntil } from '../services/wait-until.ts'
import { expectAsScored, SHOWS_ALL } from './workers/compare.ts'
import { makeLanes } from './workers/lanes.ts'

const partitions = 4
const MIB = 1024 ** 2

const preload = (name: string): string => `--import=${new URL(`./preload/${name}.mjs`, import.meta.url).href}`

const memberIds = (stage: Stage): Promise<string[]> =>
  stage.ask(async admin => {
    const { groups } = await admin.describeGroups([stage.name])
    return groups[0]!.members.map(each => each.memberId).sort()
  })

/** Settings under which much is waiting and little is held. */
const TIGHT = { ...SHOWS_ALL, TRIPLINE_QUEUE_RECORDS_MAX: '400', TRIPLINE_BATCH_RECORDS_MAX: '100' }

describe('a worker under pressure', () => {
  it('F23: a clock that jumps by an hour, beside one that does not', async () => {
    const stage = await openStage({ partitions })
    const load = makeLanes({ payments: 2000, partitions, seed: 23 })
    const workers = await Promise.all([
      stage.startWorker(SHOWS_ALL),
      stage.startWorker({ ...SHOWS_ALL, NODE_OPTIONS: preload('jump-clock') }),
    ])
    const slices = 10
    for (let at = 0; at < slices; at++) {
      await stage.produce(load.slice((at * load.length) / slices, ((at + 1) * load.length) / slices))
      await stage.untilCommitted(((at + 1) * load.length) / slices)
    }
    await Promise.all(workers.map(worker => worker.stop()))
    const { decided, again } = await expectAsScored(stage, load)
    console.log(
      `F23: a clock that jumped by an hour: ${decided} payments decided, 0 different, ${again} decisions written again`,
    )
  })

  it('F29: blocked for a second again and again, with 256 MB: stays in the group', async () => {
    const stage = await openStage({ partitions })
    const load = makeLanes({ payments: 4000, partitions, seed: 29 })
    const options = `${preload('block-loop')} --max-old-space-size=256`
    const worker = await stage.startWorker({ ...TIGHT, NODE_OPTIONS: options })
    const members = await memberIds(stage)
    await stage.produce(load.slice(0, 2000))
    await stage.untilCommitted(2000)
    await stage.produce(load.slice(2000))
    await stage.untilCommitted(4000)
    const blockedSeconds = await worker.metric('nodejs_eventloop_lag_max_seconds')
    expect(await memberIds(stage)).toEqual(members)
    expect(await worker.stop()).toBe(0)
    const { decided, again } = await expectAsScored(stage, load)
    expect(again).toBe(0)
    console.log(
      `F29: event loop blocked for up to ${blockedSeconds.toFixed(1)} s, 256 MB: ${decided} payments decided, 0 different, never out of the group`,
    )
  })

  it('F31: outputs that leave slowly: what waits stays in the topic', async () => {
    const stage = await openStage({ partitions })
    const load = makeLanes({ payments: 3000, partitions, seed: 31 })
    await stage.produce(load)
    const worker = await stage.startWorker({
      ...TIGHT,
      NODE_OPTIONS: preload('slow-line'),
      FAULT_SLOW_PORT: inject('kafkaBrokers').split(',')[0]!.split(':').at(-1)!,
      FAULT_SLOW_BYTES_PER_SECOND: '700000',
    })
    const members = await memberIds(stage)
    const heaps: number[] = []
    await waitUntil('the slow outputs', 120_000, async () => {
      heaps.push(await worker.metric('nodejs_heap_size_used_bytes'))
      const committed = await stage.committed()
      const lag = await worker.metric('tripline_lag_records')
      // Nothing is lost from sight: what is not done is lag, and little of it is in the process.
      expect(committed + lag).toBeGreaterThanOrEqual(load.length - 400)
      return committed === load.length
    })
    expect(await memberIds(stage)).toEqual(members)
    expect(await worker.stop()).toBe(0)
    const { decided } = await expectAsScored(stage, load)
    const [least, most] = [Math.min(...heaps), Math.max(...heaps)].map(bytes => Math.round(bytes / MIB))
    console.log(`F31: outputs at 0.7 MB/s: ${decided} payments decided, 0 different, heap ${least} to ${most} MB`)
  })
})

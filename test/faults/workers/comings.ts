import { performance } from 'node:perf_hooks'
import { Random } from '../../../src/generator/random.ts'
import type { Stage } from '../../end-to-end/stage.ts'
import { expectAsScored } from './compare.ts'
import { Crew, Feed } from './crew.ts'
import { makeLanes } from './lanes.ts'

export interface ComingOptions {
  /** How many times a worker comes or goes. */
  changes: number
  partitions: number
  payments: number
  seed: number
}

const WORKERS_MAX = 3

/** F5: workers come and go all the time; whatever comes is worked on in between. */
export async function survivesComings(
  stage: Stage,
  { changes, partitions, payments, seed }: ComingOptions,
): Promise<void> {
  const random = new Random(seed)
  const load = makeLanes({ payments, partitions, seed })
  const crew = new Crew(stage)
  const feed = new Feed(stage, load, random)
  await crew.start('first')
  let slowestMs = 0
  for (let change = 0; change < changes; change++) {
    const { names } = crew
    const leaves = names.length === WORKERS_MAX || (names.length > 1 && random.chance(0.5))
    const changed = leaves ? crew.stop(random.pick(names)) : crew.start(`w${change}`)
    const beganMs = performance.now()
    await feed.giveShare(changes) // resolves only when the group has committed some of it
    slowestMs = Math.max(slowestMs, Math.round(performance.now() - beganMs))
    await changed
  }
  await feed.giveRest()
  await crew.stopAll()
  const { decided, again } = await expectAsScored(stage, load)
  console.log(
    `F5: ${changes} comings and goings: ${decided} payments decided, 0 lost, 0 different, ${again} decisions written again, longest without a commit ${slowestMs} ms`,
  )
}

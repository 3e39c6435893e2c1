import { expect } from 'vitest'
import { Random } from '../../../src/generator/random.ts'
import type { Stage } from '../../end-to-end/stage.ts'
import { expectAsScored } from './compare.ts'
import { Crew, Feed } from './crew.ts'
import { makeLanes } from './lanes.ts'

export interface FreezeOptions {
  freezes: number
  partitions: number
  payments: number
  seed: number
}

/**
 * F2: a worker stands still in the middle of its work until the group has given its partitions to another one, which works
 * through them; then it is let go on with the batch it had in hand. Its session times out every other time; else one that is
 * started under its name takes its place.
 */
export async function survivesFreezes(
  stage: Stage,
  { freezes, partitions, payments, seed }: FreezeOptions,
): Promise<void> {
  const random = new Random(seed)
  const load = makeLanes({ payments, partitions, seed })
  const crew = new Crew(stage)
  const feed = new Feed(stage, load, random)
  await crew.start('a')
  await crew.start('b')
  for (let freeze = 0; freeze < freezes; freeze++) {
    await feed.giveShare(2 * freezes)
    const name = random.pick(crew.names)
    const frozen = crew.worker(name)
    frozen.freeze()
    if (freeze % 2 === 1) await crew.start(name)
    await stage.untilCommitted(await feed.give(2 * freezes))
    frozen.thaw()
    if (freeze % 2 === 1) expect(await frozen.stop()).toBe(0)
    else await frozen.ready()
  }
  await feed.giveRest()
  await crew.stopAll()
  const { decided, again } = await expectAsScored(stage, load)
  console.log(
    `F2: ${freezes} workers stood still and were fenced: ${decided} payments decided, 0 lost, 0 different, ${again} decisions written again`,
  )
}

import { Random } from '../../../src/generator/random.ts'
import type { Stage } from '../../end-to-end/stage.ts'
import { expectAsScored, expectOutputBeforeCommit } from './compare.ts'
import { Crew, Feed } from './crew.ts'
import { makeLanes } from './lanes.ts'

export interface KillOptions {
  kills: number
  workers: number
  partitions: number
  payments: number
  seed: number
}

/** F1: a random worker is killed at a random point of its work, and comes back; again and again. */
export async function survivesKills(
  stage: Stage,
  { kills, workers, partitions, payments, seed }: KillOptions,
): Promise<void> {
  const random = new Random(seed)
  const load = makeLanes({ payments, partitions, seed })
  const crew = new Crew(stage)
  const feed = new Feed(stage, load, random)
  await Promise.all(Array.from({ length: workers }, (_, at) => crew.start(`w${at}`)))
  for (let kill = 1; kill <= kills; kill++) {
    await feed.giveShare(kills)
    const name = random.pick(crew.names)
    crew.worker(name).kill()
    if (kill % 10 === 0) await expectOutputBeforeCommit(stage, load)
    await crew.start(name)
  }
  await feed.giveRest()
  await crew.stopAll()
  const { decided, again } = await expectAsScored(stage, load)
  console.log(
    `F1: ${kills} kills of ${workers} workers, ${partitions} partitions: ${decided} payments decided, 0 lost, 0 different, ${again} decisions written again`,
  )
}

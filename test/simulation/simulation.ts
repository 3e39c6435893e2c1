import type { Ruleset } from '../../src/ruleset/ruleset.ts'
import { checkCommit, checkOutputs } from './check-outputs.ts'
import { checkVelocities } from './check-velocities.ts'
import { Crew } from './crew.ts'
import type { Faults } from './faults.ts'
import { makeRecords } from './made-record.ts'
import type { Mutant } from './mutant.ts'
import { simulationRuleset } from './ruleset.ts'
import { SimulatedGroup } from './simulated-group.ts'
import { SimulatedLog } from './simulated-log.ts'
import { SimulatedOutputs } from './simulated-outputs.ts'
import { SimulatedRedis } from './simulated-redis.ts'
import { type CrashPoint, type Violation, World } from './world.ts'

/** What the workers of one simulation have around them. */
export interface Stage {
  world: World
  ruleset: Ruleset
  log: SimulatedLog
  group: SimulatedGroup
  redis: SimulatedRedis
  written: SimulatedOutputs
  mutant: Mutant
}

export interface SimulationOptions {
  mutant?: Mutant
  /** Told line by line what happens. */
  print?: (line: string) => void
  /** Workers are killed here instead of anywhere. */
  crashPoint?: CrashPoint
  /** In place of those that the seed picks. */
  faults?: Partial<Faults>
}

export interface SimulationReport {
  seed: number
  violations: readonly Violation[]
  /** How often each thing happened. */
  happened: ReadonlyMap<string, number>
  /** Equal for equal runs. */
  fingerprint: string
}

/** Records come within this time, and faults last a little longer. */
const INPUT_MS = 2000
const FAULTS_MS = 2500
/** L: after the last fault everything must be done within this time. */
const PROGRESS_MS = 30_000
/** For what is still on its way when all is done: it must not spoil anything either. */
const AFTERMATH_MS = 2000

let ruleset: Ruleset | undefined

/** One history, one set of faults, one order of everything: all of it follows from the seed. */
export async function simulate(
  seed: number,
  { mutant = {}, print, crashPoint, faults }: SimulationOptions = {},
): Promise<SimulationReport> {
  ruleset ??= simulationRuleset()
  const world = new World(seed, { print, crashPoint, faults })
  const undo = mutant.breakCode?.()
  try {
    return await play(seed, world, ruleset, mutant)
  } finally {
    undo?.()
  }
}

async function play(seed: number, world: World, ruleset: Ruleset, mutant: Mutant): Promise<SimulationReport> {
  const { random, time } = world
  const partitionCount = random.whole(1, 4)
  const log = new SimulatedLog(partitionCount)
  const group = new SimulatedGroup(world, partitionCount)
  const { partitions } = log
  const redis = new SimulatedRedis({ world, partitions, committed: group.committed })
  const written = new SimulatedOutputs()
  const stage: Stage = { world, ruleset, log, group, redis, written, mutant }
  if (mutant.beforeScript !== undefined) redis.beforeScript = mutant.beforeScript
  if (mutant.markedScript !== undefined) redis.markedScript = mutant.markedScript
  group.onCommit = (partition, from, to) => {
    checkCommit(world, log.partitions[partition]!, written, { partition, from, to })
  }

  const records = makeRecords(random, partitionCount)
  let appended = 0
  records.forEach((record, at) => {
    time.after((INPUT_MS * at) / records.length, () => {
      log.append(record)
      appended++
    })
  })
  const crew = new Crew(stage)
  time.after(FAULTS_MS, () => crew.calmDown())

  const isDone = (): boolean =>
    time.nowMs >= FAULTS_MS &&
    appended === records.length &&
    group.committed.every((offset, partition) => offset === log.partitions[partition]!.length)
  const inTime = await time.runUntil(isDone, FAULTS_MS + PROGRESS_MS)
  if (!inTime) world.violate('L', `committed ${group.committed} of ${log.partitions.map(each => each.length)}`)
  await time.runUntil(() => false, time.nowMs + AFTERMATH_MS)

  checkOutputs(world, partitions, written)
  checkVelocities(world, partitions, { ruleset, eras: redis.history.eras, written })
  return { seed, violations: world.violations, happened: world.happened, fingerprint: world.fingerprint() }
}

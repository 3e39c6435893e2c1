import { createDecoder } from '../../src/decode/create-decoder.ts'
import { Outage } from '../../src/model/problem.ts'
import { type Pipeline, runPipeline } from '../../src/pipeline.ts'
import { PoisonBreaker } from '../../src/pipeline-breaker.ts'
import { openVelocity, SECRET } from './open-velocity.ts'
import { SimulatedProcess } from './simulated-process.ts'
import { simulatedSink } from './simulated-sink.ts'
import { SimulatedSource } from './simulated-source.ts'
import type { Stage } from './simulation.ts'
import type { VirtualTime } from './virtual-time.ts'

/** A day on which nothing happens to clocks; the virtual clock counts from it. */
const START_MS = Date.UTC(2026, 10, 21, 12)
const HOUR_MS = 3_600_000
const WAIT_MS_MIN = 20
const WAIT_MS_MAX = 2000

export interface Worker {
  process: SimulatedProcess
  source: SimulatedSource
  /** Takes no more, finishes what it has, commits and leaves, as on SIGTERM. */
  stop(): void
  isStopping: boolean
}

/** Starts what `tripline run` starts, in a process that can be killed between any two of its steps. */
export function startWorker(stage: Stage, name: string): Worker {
  const { world, mutant } = stage
  const { random, time } = world
  const skewMs = random.chance(0.3) ? random.between(-HOUR_MS, HOUR_MS) : 0
  const process = new SimulatedProcess(name, skewMs)
  const nowMs = (): number => START_MS + time.nowMs + process.clockSkewMs
  const source = new SimulatedSource({
    world,
    process,
    log: stage.log,
    group: stage.group,
    batchRecordsMax: random.whole(1, 12),
    ...mutant.source,
  })
  const sink = (mutant.sink ?? simulatedSink)(world, process, stage.written)
  const decoder = createDecoder({ format: 'json', secret: SECRET })
  const velocity = openVelocity(stage, { process, nowMs, decoder })
  const parts: Pipeline = {
    source: velocity.ends.watch(source),
    decoder,
    ruleset: () => stage.ruleset,
    velocity,
    sink,
    breaker: new PoisonBreaker({ deadLetterShareMax: 1 }),
    clock: { nowMs },
    detail: 'hits',
    waitOut: waitingOut(time),
    onBatch: () => undefined,
  }
  const worker: Worker = {
    process,
    source,
    isStopping: false,
    stop() {
      worker.isStopping = true
      process.run(() => void source.stop())
    },
  }
  runPipeline(mutant.pipeline?.(parts) ?? parts)
    .then(() => source.close())
    .then(() => process.kill())
    .catch(error => {
      if (process.isAlive) world.violate('L', `${name} ended by itself: ${error.stack ?? error}`)
    })
  return worker
}

/** As src/waiting-out.ts does on the system's clock. */
function waitingOut(time: VirtualTime): Pipeline['waitOut'] {
  return async act => {
    for (let waitMs = WAIT_MS_MIN; ; waitMs = Math.min(waitMs * 2, WAIT_MS_MAX)) {
      try {
        return await act()
      } catch (error) {
        if (!(error instanceof Outage)) throw error
        await time.sleep(waitMs)
      }
    }
  }
}

import type { Decoder, PaymentRead } from '../../src/decode/decoder.ts'
import { Outage } from '../../src/model/problem.ts'
import type { MarkedVelocityStore, VelocityStore } from '../../src/ports.ts'
import { BatchEnds } from '../../src/rebuild/batch-ends.ts'
import { RebuildingStore } from '../../src/rebuild/rebuilding-store.ts'
import { createRedisStore } from '../../src/redis/redis-store.ts'
import type { VelocityEvent } from '../../src/velocity/event.ts'
import { SimulatedConnection } from './simulated-connection.ts'
import { SimulatedHistory } from './simulated-history.ts'
import type { SimulatedProcess } from './simulated-process.ts'
import type { Stage } from './simulation.ts'

export const SECRET = 'secret of the simulation'
const DAY_MS = 86_400_000
const CHECK_MS = 2000
const PAUSE_MS = 200

export interface WorkerVelocity extends VelocityStore {
  ends: BatchEnds
}

interface Owner {
  process: SimulatedProcess
  nowMs: () => number
  decoder: Decoder<PaymentRead>
}

/** The store on Redis that counts lost records again, as src/cli/rebuilding.ts puts it together, on virtual time. */
export function openVelocity(stage: Stage, { process, nowMs, decoder }: Owner): WorkerVelocity {
  const { world, mutant, ruleset } = stage
  const ends = new BatchEnds()
  const history = new SimulatedHistory({ ...stage, process })
  let asked: readonly VelocityEvent[] | undefined
  const rebuilding = new RebuildingStore({
    store: openStore(stage, process, nowMs, events => events === asked),
    history: mutant.history?.(history) ?? history,
    decoder,
    ruleset: () => ruleset,
    ends,
    identityKeepMs: 7 * DAY_MS,
    clock: { nowMs },
    owner: process.name,
    pause: () => world.time.sleep(PAUSE_MS),
    onProgress: progress => {
      if (progress === undefined) world.note('whole again', process.name)
      else if (progress.isWaiting) world.note('found not whole', process.name)
    },
    signal: new AbortController().signal,
  })
  checkNowAndThen(stage, process, rebuilding)
  return {
    ends,
    prepare: (plan, events) => rebuilding.prepare(plan, events),
    count(plan, events, read) {
      asked = events
      return rebuilding.count(plan, events, read)
    },
    close: () => rebuilding.close(),
  }
}

function openStore(
  { world, mutant, redis }: Stage,
  process: SimulatedProcess,
  nowMs: () => number,
  isAsked: (events: readonly VelocityEvent[]) => boolean,
): MarkedVelocityStore {
  const { random } = world
  const connection = new SimulatedConnection(world, process, redis, mutant.noticesNewServer)
  const store = createRedisStore({
    url: '',
    secret: SECRET,
    baseDigits: 2,
    cacheBytesMax: random.chance(0.3) ? 10_000 : 2 ** 24,
    surroundings: { connection, nowMs, newEpoch: () => Buffer.from(random.hex(16), 'hex') },
  })
  return {
    mark: () => store.mark(),
    lease: (owner, ms) => store.lease(owner, ms),
    count: (plan, events, read) => store.count(plan, events, read),
    prepare: (plan, events) => store.prepare?.(plan, events),
    countMarked(plan, events, id, advances, read) {
      connection.call = { events, isAsked: isAsked(events) }
      return store.countMarked(plan, events, id, advances, read)
    },
    close: () => store.close(),
  }
}

/** A loss is found when no payment comes, too. */
function checkNowAndThen({ world }: Stage, process: SimulatedProcess, store: RebuildingStore): void {
  const again = (): void =>
    world.time.after(CHECK_MS, () =>
      process.run(() => {
        store.check().catch(error => {
          if (!(error instanceof Outage)) world.violate('L', `a check failed: ${error.stack ?? error}`)
        })
        again()
      }),
    )
  again()
}

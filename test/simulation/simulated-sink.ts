import { persist } from '../../src/kafka/persist.ts'
import type { DecisionSink, Output } from '../../src/ports.ts'
import { send } from './network.ts'
import type { SimulatedOutputs } from './simulated-outputs.ts'
import type { SimulatedProcess } from './simulated-process.ts'
import type { World } from './world.ts'

const TIMEOUT_MS = 200

/** One produce request: any of its outputs may be written and the sender not told. */
export function produce(
  world: World,
  process: SimulatedProcess,
  written: SimulatedOutputs,
  outputs: readonly Output[],
): Promise<void> {
  return send(world, process, {
    to: 'kafka',
    what: 'produce',
    execute: () => {
      const isPartly = world.random.chance(world.faults.partlyWritten)
      const taken = isPartly ? outputs.filter(() => world.random.chance(0.5)) : outputs
      for (const output of taken) world.note(written.write(output), `${output.topic} ${output.key}`)
      if (isPartly) throw new Error('a partition has no leader')
    },
    noAnswer: () => new Error('Request timed out'),
    timeoutMs: TIMEOUT_MS,
    mayLinger: true,
  })
}

/** Repeats a request until all of it is acknowledged, as src/kafka/sink.ts does, by the same code. */
export function simulatedSink(world: World, process: SimulatedProcess, written: SimulatedOutputs): DecisionSink {
  const closing = new AbortController()
  return {
    emit: outputs =>
      persist(() => produce(world, process, written, outputs), {
        isFinal: () => false,
        onOutage: () => undefined,
        signal: closing.signal,
      }),
    async close() {
      closing.abort()
    },
  }
}

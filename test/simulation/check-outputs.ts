import { fatesOf } from './expected-outputs.ts'
import type { MadeRecord } from './made-record.ts'
import type { SimulatedOutputs } from './simulated-outputs.ts'
import type { World } from './world.ts'

/** S: what came in is what was decided or put aside, all of it and nothing else. D: nothing was put aside for two reasons. */
export function checkOutputs(world: World, partitions: readonly MadeRecord[][], written: SimulatedOutputs): void {
  const missing = { decisions: new Set<string>(), deadLetters: new Map<string, string>() }
  partitions.forEach((records, partition) => {
    fatesOf(records).forEach((fate, offset) => {
      if (fate.kind === 'decision') missing.decisions.add(fate.identity)
      if (fate.kind === 'dead letter') missing.deadLetters.set(`${partition}@${offset}`, fate.code)
    })
  })
  for (const identity of written.of('decisions').keys()) {
    if (!missing.decisions.delete(identity)) world.violate('S', `${identity} was decided and did not come in`)
  }
  for (const identity of missing.decisions) world.violate('S', `${identity} came in and was not decided`)
  for (const [place, values] of written.of('dead-letters')) {
    const code = missing.deadLetters.get(place)
    missing.deadLetters.delete(place)
    if (JSON.parse(values[0]!).code !== code) world.violate('S', `${place} is a dead letter: ${values[0]}`)
  }
  for (const [place, code] of missing.deadLetters) world.violate('S', `${place} is no dead letter for ${code}`)
  for (const [name, values] of written.values) {
    // Of decisions and reviews, see the check of velocities: after a loss another order may be the right one.
    if (values.size > 1 && name.startsWith('dead-letters '))
      world.violate('D', `two of ${name}: ${[...values].join(' and ')}`)
  }
}

/** O: commits only go forward, and never past a record of which an output is not written. */
export function checkCommit(
  world: World,
  records: readonly MadeRecord[],
  written: SimulatedOutputs,
  { partition, from, to }: { partition: number; from: number; to: number },
): void {
  if (to < from) world.violate('O', `partition ${partition} was committed at ${from} and then at ${to}`)
  const fates = fatesOf(records)
  for (let offset = from; offset < to; offset++) {
    const fate = fates[offset]
    const isWritten =
      fate?.kind === 'decision'
        ? written.hasDecision(fate.identity)
        : fate?.kind !== 'dead letter' || written.hasDeadLetter(partition, offset)
    if (!isWritten) world.violate('O', `${partition}@${offset} was committed before it was written`)
  }
}

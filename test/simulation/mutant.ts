import type { Pipeline } from '../../src/pipeline.ts'
import type { DecisionSink, History } from '../../src/ports.ts'
import type { KeySpace } from './key-space.ts'
import type { MarkedScript } from './mark-model.ts'
import type { SimulatedOutputs } from './simulated-outputs.ts'
import type { SimulatedProcess } from './simulated-process.ts'
import type { SourceParts } from './simulated-source.ts'
import type { World } from './world.ts'

/** Where a bug can be put in by hand: each part is wrapped or replaced, the source files stay as they are. */
export interface Mutant {
  pipeline?: (parts: Pipeline) => Pipeline
  source?: Pick<SourceParts, 'newEpoch' | 'dropsOldFetches'>
  sink?: (world: World, process: SimulatedProcess, written: SimulatedOutputs) => DecisionSink
  /** Puts something else in the place of a method, for as long as the simulation runs; answers how to put it back. */
  breakCode?: () => () => void
  beforeScript?: (space: KeySpace, keys: readonly string[]) => void
  /** What Redis does in place of the marked script. */
  markedScript?: MarkedScript
  history?: (history: History) => History
  /** False where a connection to another server passes for the same one. */
  noticesNewServer?: boolean
}

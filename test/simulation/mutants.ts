import { Epoch } from '../../src/kafka/epoch.ts'
import type { EventBatch, EventSource } from '../../src/ports.ts'
import { createMemoryStore } from '../../src/velocity/memory-store.ts'
import { RecordLog } from '../../src/velocity/record-log.ts'
import { MARK_MUTANTS } from './mark-mutants.ts'
import type { Mutant } from './mutant.ts'
import { produce } from './simulated-sink.ts'

/** Bugs that a hurried person could write. The simulator has to find each of them. */
export const MUTANTS: Readonly<Record<string, Mutant>> = {
  'forgets which payments it has seen': {
    beforeScript: (space, keys) => {
      for (const key of keys) if (key.includes(':id:')) space.delete(key)
    },
  },

  'commits before the outputs are written': {
    pipeline: parts => ({ ...parts, source: committingFirst(parts.source) }),
  },

  'commits for an epoch that is over': {
    source: { newEpoch: assignment => new EndlessEpoch(assignment) },
  },

  'takes in what an earlier epoch had fetched': {
    source: { dropsOldFetches: false },
  },

  'gives outputs up when their acknowledgement does not come': {
    sink: (world, process, written) => ({
      emit: outputs => produce(world, process, written, outputs).catch(() => undefined),
      close: async () => undefined,
    }),
  },

  'counts a record twice that stands twice in a log': {
    breakCode: () => {
      const { find } = RecordLog.prototype
      RecordLog.prototype.find = () => -1
      return () => {
        RecordLog.prototype.find = find
      }
    },
  },

  'decides under what another worker cannot see': {
    pipeline: parts => ({ ...parts, velocity: createMemoryStore({ secret: 'of its own', baseDigits: 2 }) }),
  },

  ...MARK_MUTANTS,
}

/** Never noticed that its partitions are gone: it goes on giving records and committing them. */
class EndlessEpoch extends Epoch {
  override lose(): void {}
}

function committingFirst(source: EventSource): EventSource {
  async function* batches(): AsyncGenerator<EventBatch> {
    for await (const batch of source.batches()) {
      await batch.commit()
      yield { ...batch, commit: async () => undefined }
    }
  }
  return { batches, stop: () => source.stop(), close: () => source.close() }
}

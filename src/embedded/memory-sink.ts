import type { DecisionSink, Output } from '../ports.ts'

export interface MemorySink extends DecisionSink {
  /** Everything emitted so far, in order. */
  readonly outputs: readonly Output[]
}

/** Keeps outputs in this process, for tests, the demo and whoever embeds the pipeline. */
export function createMemorySink(): MemorySink {
  const outputs: Output[] = []
  return {
    outputs,
    async emit(added) {
      for (const output of added) outputs.push(output)
    },
    close: async () => undefined,
  }
}

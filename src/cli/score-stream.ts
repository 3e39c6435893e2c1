import { createDecoder } from '../decode/create-decoder.ts'
import type { Decoder, OutcomeRead, PaymentRead } from '../decode/decoder.ts'
import type { Detail } from '../model/decision.ts'
import { minorDigits } from '../model/money.ts'
import { type BatchSummary, runPipeline } from '../pipeline.ts'
import { PoisonBreaker } from '../pipeline-breaker.ts'
import type { DecisionSink, EventSource } from '../ports.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'
import type { Settings } from '../settings.ts'
import { createMemoryStore } from '../velocity/memory-store.ts'
import { waitingOut } from '../waiting-out.ts'
import { decoderOptions } from './decoder-options.ts'

export interface ScoreStream {
  settings: Settings
  source: EventSource
  /** Reads outcomes too, where the source holds some; payments only unless said. */
  decoder?: Decoder<PaymentRead | OutcomeRead>
  sink: DecisionSink
  ruleset: Ruleset
  detail: Detail
  onBatch: (batch: BatchSummary) => void
}

/** The pipeline on the embedded adapters with velocities in memory: what `score`, `demo` and the trials run. */
export async function scoreStream(stream: ScoreStream): Promise<void> {
  const { settings, source, sink, ruleset, detail, onBatch, decoder } = stream
  const { secret } = settings
  const velocity = createMemoryStore({
    secret,
    baseDigits: minorDigits(ruleset.policy.money.base)!,
    countsOutcomes: decoder !== undefined,
    keyEventsMax: settings['velocity.key_events_max'],
    forOnePlan: true,
  })
  try {
    await runPipeline({
      source,
      sink,
      decoder: decoder ?? createDecoder({ ...decoderOptions(settings), format: 'json' }),
      ruleset: () => ruleset,
      velocity,
      outcomes: decoder !== undefined ? velocity : undefined,
      breaker: new PoisonBreaker({ deadLetterShareMax: 1 }),
      clock: { nowMs: () => Date.now() },
      detail,
      waitOut: waitingOut({ onOutage: () => undefined }),
      onBatch,
    })
  } finally {
    await source.close()
    await sink.close()
    await velocity.close()
  }
}

import { createDecoder, createOutcomeDecoder } from '../decode/create-decoder.ts'
import type { Decoder, OutcomeRead, PaymentRead } from '../decode/decoder.ts'
import { TopicDecoder } from '../decode/topic-decoder.ts'
import type { Settings } from '../settings.ts'
import { decoderOptions } from './decoder-options.ts'
import { openDecoder } from './open-input.ts'

/** What records of the past are and where they come from, in a form that can be sent to a thread. */
export interface InputForm {
  kind: 'file' | 'topic'
  /** The topic, or the file, whose records are outcomes; absent where none are read. */
  outcomes?: string | undefined
}

/** Files hold JSON; topics hold what the settings say. */
export function inputDecoder({ kind, outcomes }: InputForm, settings: Settings): Decoder<PaymentRead | OutcomeRead> {
  if (kind === 'topic') return openDecoder(settings, outcomes)
  const options = { ...decoderOptions(settings), format: 'json' } as const
  const payments = createDecoder(options)
  if (outcomes === undefined) return payments
  const outcomesTopic = outcomes === '-' ? 'stdin' : outcomes
  return new TopicDecoder({ payments, outcomes: createOutcomeDecoder(options), outcomesTopic })
}

import type { Decoder, OutcomeRead, PaymentRead } from '../decode/decoder.ts'
import type { EventSource } from '../ports.ts'
import type { Settings } from '../settings.ts'
import { type InputForm, inputDecoder } from './input-decoder.ts'
import { openFile } from './open-file.ts'
import { openTopic } from './open-topic.ts'
import { outcomesTopic } from './outcomes-topic.ts'
import { withOutcomes } from './with-outcomes.ts'

/** Payments of the past, with what became of them later where that is wanted. */
export interface PaymentsInput {
  source: EventSource
  decoder: Decoder<PaymentRead | OutcomeRead>
  form: InputForm
  /** As it was named, for people. */
  shown: string
  /** How far reading has come, and to where: bytes of a file, records of a topic; nothing where that is not known. */
  total: number
  done(): number
}

export interface WantedPayments {
  /** A file, `-`, `topic` for the payments topic of the settings, or `topic:NAME`. */
  in: string
  outcomes?: string | undefined
  /** Topics are read from the first record that can matter to payments of this time; milliseconds since 1970. */
  sinceMs?: number | undefined
  /** How far back velocities look from there. */
  reachMs?: number | undefined
}

/** The topic that `topic` or `topic:NAME` names; undefined for files, also one called so but written as `./topic`. */
export function namedTopic(written: string, settings: Settings): string | undefined {
  if (written === 'topic') return settings['topics.payments']
  return written.startsWith('topic:') ? written.slice('topic:'.length) : undefined
}

/** A text is why they cannot be read. Throws `Outage` where Kafka cannot be reached. */
export async function openPayments(wanted: WantedPayments, settings: Settings): Promise<PaymentsInput | string> {
  const topic = namedTopic(wanted.in, settings)
  if (topic === undefined) return openFiles(wanted, settings)
  if (wanted.outcomes !== undefined) {
    return '`--outcomes` is for files: beside a topic, outcomes come from the topic that the settings name'
  }
  const outcomes = outcomesTopic(settings)
  const opened = await openTopic(
    { ...wanted, topics: [topic, ...(outcomes === undefined ? [] : [outcomes])] },
    settings,
  )
  if (typeof opened === 'string') return opened
  const form: InputForm = { kind: 'topic', outcomes }
  return {
    source: opened,
    decoder: inputDecoder(form, settings),
    form,
    shown: `topic ${topic}`,
    total: opened.recordsTotal,
    done: () => opened.recordsRead,
  }
}

function openFiles({ in: path, outcomes: outcomesPath }: WantedPayments, settings: Settings): PaymentsInput | string {
  const file = openFile(path)
  if (typeof file === 'string') return file
  const outcomes = outcomesPath === undefined ? undefined : openFile(outcomesPath)
  if (typeof outcomes === 'string') return outcomes
  const form: InputForm = { kind: 'file', outcomes: outcomesPath }
  const streams =
    outcomes === undefined
      ? { source: file, decoder: inputDecoder(form, settings) }
      : withOutcomes(file, outcomes, outcomesPath!, settings)
  return { ...streams, form, shown: path, total: file.bytesTotal ?? 0, done: () => file.bytesRead }
}

import { createDecoder, createOutcomeDecoder, type DecoderOptions } from '../decode/create-decoder.ts'
import type { Decoder, OutcomeRead, PaymentRead } from '../decode/decoder.ts'
import { TopicDecoder } from '../decode/topic-decoder.ts'
import { createKafkaHistory } from '../kafka/history.ts'
import type { History } from '../ports.ts'
import type { Settings } from '../settings.ts'
import { decoderOptions } from './decoder-options.ts'
import { kafkaConnection } from './kafka-connection.ts'
import { outcomesTopic } from './outcomes-topic.ts'

/** Payments, and outcomes where they are wanted. */
export function inputTopics(settings: Settings): string[] {
  return [settings['topics.payments'], outcomesTopic(settings)].filter(topic => topic !== undefined)
}

/** For payments, and for outcomes where they have a topic. */
export function openDecoder(settings: Settings, topic: string | undefined): Decoder<PaymentRead | OutcomeRead> {
  const options = { ...decoderOptions(settings), format: settings.format, ...registryOf(settings) }
  const payments = createDecoder(options)
  if (topic === undefined) return payments
  return new TopicDecoder({ payments, outcomes: createOutcomeDecoder(options), outcomesTopic: topic })
}

/** The topics that come in, or those that are named, to be read again. */
export function openHistory(
  settings: Settings,
  brokers: readonly string[],
  topics: readonly string[] = inputTopics(settings),
): History {
  return createKafkaHistory({
    connection: kafkaConnection(settings, brokers, settings['kafka.client_id']),
    topics,
    groupId: settings['kafka.group'],
  })
}

function registryOf(settings: Settings): Pick<DecoderOptions, 'registryUrl' | 'registryAuth'> {
  const registryUrl = settings['registry.url']
  const username = settings['registry.username']
  const password = settings['registry.password']
  return {
    ...(registryUrl === undefined ? {} : { registryUrl }),
    ...(username === undefined || password === undefined ? {} : { registryAuth: { username, password } }),
  }
}

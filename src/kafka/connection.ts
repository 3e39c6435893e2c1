import kafkajs, { type ISocketFactory, type Kafka, type KafkaConfig } from 'kafkajs'
import { registerCodecs } from './codecs.ts'

/** How to reach the brokers. TLS and SASL are what kafkajs takes. */
export interface KafkaConnection {
  brokers: readonly string[]
  clientId?: string
  ssl?: KafkaConfig['ssl']
  sasl?: KafkaConfig['sasl']
  /** For proxies and for tests that cut the line. */
  socketFactory?: ISocketFactory
  /** What the client has to say: its warnings and errors. */
  onLog?: KafkaLog
}

export type KafkaLog = (level: 'error' | 'warn', message: string, details: Readonly<Record<string, unknown>>) => void

/**
 * Short first pauses: a rebalance or a coordinator that is just being chosen is over in milliseconds. kafkajs gives up
 * after some seconds; whoever calls it begins again.
 */
const RETRY = { initialRetryTime: 5, maxRetryTime: 1000, retries: 10, restartOnFailure: async () => false }
const CONNECT_TIMEOUT_MS = 5000

/** One kafkajs client. `onLog` may throw: that is the only way to stop kafkajs between finding a fault and acting on it. */
export function connectKafka({ brokers, clientId = 'tripline', onLog, ...rest }: KafkaConnection): Kafka {
  registerCodecs()
  return new kafkajs.Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    retry: RETRY,
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => entry => {
      const { message, timestamp: _timestamp, logger: _logger, ...details } = entry.log
      onLog?.(entry.level === kafkajs.logLevel.ERROR ? 'error' : 'warn', message, details)
    },
    ...rest,
  })
}

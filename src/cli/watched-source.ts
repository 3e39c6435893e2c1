import type { KafkaConnection } from '../kafka/connection.ts'
import { createKafkaSource } from '../kafka/source.ts'
import type { EventSource } from '../ports.ts'
import type { Settings } from '../settings.ts'
import { instanceOf } from './instance-of.ts'
import { kafkaConnection } from './kafka-connection.ts'
import { reportOutage, type Watch } from './watch.ts'

export interface Subscription {
  connection: KafkaConnection
  topics: readonly string[]
  groupId: string
}

/** As `kafkaConnection`; what the client says goes to the log. */
export function watchedConnection(
  settings: Settings,
  brokers: readonly string[],
  clientId: string,
  { log }: Pick<Watch, 'log'>,
): KafkaConnection {
  return {
    ...kafkaConnection(settings, brokers, clientId),
    onLog: (_level, message, details) => log.debug(`kafka client: ${message}`, details),
  }
}

/** Reads topics in a group, and says in the log, in /readyz and in metrics how that goes. */
export function watchedSource(
  settings: Settings,
  watch: Watch,
  { connection, topics, groupId }: Subscription,
): EventSource {
  const source = createKafkaSource({
    connection,
    topics,
    groupId,
    instance: instanceOf(settings),
    batchRecordsMax: settings['batch.records_max'],
    queueRecordsMax: settings['queue.records_max'],
    sessionTimeoutMs: settings['kafka.session_timeout_ms'],
    onStatus: ({ outage, blocked, assigned }) => {
      reportOutage(watch, 'kafka', outage)
      reportOutage(watch, 'partitions', blocked.length === 0 ? undefined : blocked.join('; '))
      watch.readiness.partitions(assigned)
    },
  })
  watch.metrics.watchLag(() => source.lag())
  return source
}

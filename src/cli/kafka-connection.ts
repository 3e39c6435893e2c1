import type { KafkaConnection } from '../kafka/connection.ts'
import type { Settings } from '../settings.ts'
import { readTlsFiles } from './read-tls-files.ts'

/** How the settings say that the brokers are reached. */
export function kafkaConnection(settings: Settings, brokers: readonly string[], clientId: string): KafkaConnection {
  const mechanism = settings['kafka.sasl_mechanism']
  const username = settings['kafka.sasl_username'] ?? ''
  const password = settings['kafka.sasl_password'] ?? ''
  return {
    brokers,
    clientId,
    ...(settings['kafka.tls'] ? { ssl: readTlsFiles(settings, 'kafka') } : {}),
    ...(mechanism === undefined ? {} : { sasl: { mechanism, username, password } as KafkaConnection['sasl'] }),
  }
}

import { readFileSync } from 'node:fs'
import type { KafkaConnection } from '../kafka/connection.ts'
import type { Settings } from '../settings.ts'

/** How the settings say that the brokers are reached. */
export function kafkaConnection(settings: Settings, brokers: readonly string[], clientId: string): KafkaConnection {
  const caFile = settings['kafka.tls_ca_file']
  const mechanism = settings['kafka.sasl_mechanism']
  const username = settings['kafka.sasl_username'] ?? ''
  const password = settings['kafka.sasl_password'] ?? ''
  return {
    brokers,
    clientId,
    ...(settings['kafka.tls'] ? { ssl: caFile === undefined ? true : { ca: readFileSync(caFile, 'utf8') } } : {}),
    ...(mechanism === undefined ? {} : { sasl: { mechanism, username, password } as KafkaConnection['sasl'] }),
  }
}

import { readFileSync } from 'node:fs'
import { LineWriter } from '../embedded/line-writer.ts'
import type { PaymentJson } from '../generator/payment-json.ts'
import type { KafkaConnection } from '../kafka/connection.ts'
import { createKafkaSink } from '../kafka/sink.ts'
import type { Settings } from '../settings.ts'

/** Where generated payments go, a batch at a time. */
export interface PaymentTarget {
  send(payments: readonly PaymentJson[]): Promise<void>
  close(): Promise<void>
}

export function fileTarget(path: string, onReaderGone: () => void): PaymentTarget {
  const writer = new LineWriter(path, onReaderGone)
  return {
    send: payments => writer.write(payments.map(payment => `${JSON.stringify(payment)}\n`).join('')),
    close: () => writer.close(),
  }
}

/** The payments topic of the settings, keyed by payment id, so that repeats of one payment keep their order. */
export function kafkaTarget(settings: Settings, brokers: readonly string[]): PaymentTarget {
  const sink = createKafkaSink({
    connection: connectionOf(settings, brokers),
    topics: { decisions: settings['topics.payments'] },
    onStatus: outage => outage !== undefined && console.error(`tripline: waiting for Kafka: ${outage}`),
  })
  return {
    send: payments =>
      sink.emit(payments.map(payment => ({ topic: 'decisions', key: payment.id, value: JSON.stringify(payment) }))),
    close: () => sink.close(),
  }
}

function connectionOf(settings: Settings, brokers: readonly string[]): KafkaConnection {
  const caFile = settings['kafka.tls_ca_file']
  const mechanism = settings['kafka.sasl_mechanism']
  const username = settings['kafka.sasl_username'] ?? ''
  const password = settings['kafka.sasl_password'] ?? ''
  return {
    brokers,
    clientId: `${settings['kafka.client_id']}-generator`,
    ...(settings['kafka.tls'] ? { ssl: caFile === undefined ? true : { ca: readFileSync(caFile, 'utf8') } } : {}),
    ...(mechanism === undefined ? {} : { sasl: { mechanism, username, password } as KafkaConnection['sasl'] }),
  }
}

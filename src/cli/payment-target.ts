import { LineWriter } from '../embedded/line-writer.ts'
import type { PaymentJson } from '../generator/payment-json.ts'
import { createKafkaSink } from '../kafka/sink.ts'
import type { Settings } from '../settings.ts'
import { kafkaConnection } from './kafka-connection.ts'

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
    connection: kafkaConnection(settings, brokers, `${settings['kafka.client_id']}-generator`),
    topics: { payments: settings['topics.payments'] },
    onStatus: outage => outage !== undefined && console.error(`tripline: waiting for Kafka: ${outage}`),
  })
  return {
    send: payments =>
      sink.emit(payments.map(payment => ({ topic: 'payments', key: payment.id, value: JSON.stringify(payment) }))),
    close: () => sink.close(),
  }
}

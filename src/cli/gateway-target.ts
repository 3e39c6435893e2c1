import { LineWriter } from '../embedded/line-writer.ts'
import type { GatewayEvent } from '../intake/gateway-event.ts'
import { createKafkaSink } from '../kafka/sink.ts'
import type { Output } from '../ports.ts'
import type { Settings } from '../settings.ts'
import { terminal } from './check.ts'
import { kafkaConnection } from './kafka-connection.ts'

export type KeptEvent = Extract<GatewayEvent, { json: string }>

/** Where payments and outcomes of gateways go, some at a time. */
export interface GatewayTarget {
  send(events: readonly KeptEvent[]): Promise<void>
  close(): Promise<void>
}

/** Outcomes are let go of where they have no file. */
export function gatewayFiles(payments: string, outcomes: string | undefined, onReaderGone: () => void): GatewayTarget {
  const writers = {
    payment: new LineWriter(payments, onReaderGone),
    outcome: outcomes === undefined ? undefined : new LineWriter(outcomes, onReaderGone),
  }
  return {
    async send(events) {
      for (const becomes of ['payment', 'outcome'] as const) {
        const lines = events.filter(event => event.becomes === becomes).map(({ json }) => `${json}\n`)
        if (lines.length > 0) await writers[becomes]?.write(lines.join(''))
      }
    },
    async close() {
      await writers.payment.close()
      await writers.outcome?.close()
    },
  }
}

/** The topics of the settings, keyed by payment as the intake does it, so that what happened to one payment keeps its order. */
export function gatewayTopics(settings: Settings, brokers: readonly string[]): GatewayTarget {
  const outcomes = settings['topics.outcomes']
  const sink = createKafkaSink({
    connection: kafkaConnection(settings, brokers, `${settings['kafka.client_id']}-import`),
    topics: { payments: settings['topics.payments'], ...(outcomes === 'off' ? {} : { outcomes }) },
    onStatus: outage => outage !== undefined && terminal.error(`tripline: waiting for Kafka: ${outage}`),
  })
  return {
    send: events =>
      sink.emit(
        events.map(({ becomes, paymentId, json }): Output => {
          return { topic: becomes === 'payment' ? 'payments' : 'outcomes', key: paymentId, value: json }
        }),
      ),
    close: () => sink.close(),
  }
}

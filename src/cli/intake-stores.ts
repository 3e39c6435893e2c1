import { join } from 'node:path'
import { DurableLines } from '../embedded/durable-lines.ts'
import type { IntakeStore } from '../intake/intake-store.ts'
import { createKafkaSink, type KafkaSink } from '../kafka/sink.ts'
import { Outage } from '../model/problem.ts'
import type { Output, OutputTopic } from '../ports.ts'
import type { Settings } from '../settings.ts'
import { kafkaConnection } from './kafka-connection.ts'

type OnOutage = (dependency: string, reason: string | undefined) => void

/**
 * Topics of the settings, `acks=all`. The sink goes on trying when a request has long been answered with 503; while anything is still being tried
 * in an outage, nothing new is taken, so memory holds no more than was under way when it began.
 */
export function kafkaStore(settings: Settings, brokers: readonly string[], onOutage: OnOutage): IntakeStore {
  let outage: string | undefined
  let sending = 0
  const say = (reason: string | undefined): void => {
    outage = reason
    onOutage('kafka', reason)
  }
  const sink: KafkaSink = createKafkaSink({
    connection: kafkaConnection(settings, brokers, `${settings['kafka.client_id']}-intake`),
    topics: {
      payments: settings['topics.payments'],
      ...(settings['topics.outcomes'] === 'off' ? {} : { outcomes: settings['topics.outcomes'] }),
      'dead-letters': settings['topics.dead_letters'],
    },
    onStatus: say,
  })
  const send = async (records: readonly Output[]): Promise<void> => {
    sending++
    try {
      await sink.emit([...records])
      if (outage !== undefined) say(undefined)
    } finally {
      sending--
    }
  }
  say('not reached yet')
  // Found out at once whether the topics are there, and not by the first body.
  void sink.connect().then(
    () => say(undefined),
    error => say(error instanceof Error ? error.message : String(error)),
  )
  return {
    async store(records) {
      if (outage !== undefined && sending > 0) throw new Outage('kafka', outage)
      try {
        await inTime(send(records), 'kafka', settings['intake.store_timeout_ms'])
      } catch (error) {
        say(error instanceof Error ? error.message : String(error))
        throw error
      }
    },
    close: () => sink.close(),
  }
}

/** Files of the settings' folder, a line for each record. */
export function fileStore(settings: Settings, onOutage: OnOutage): IntakeStore {
  const folder = settings['intake.dir']
  const files = new Map<OutputTopic, DurableLines>(
    (['payments', 'outcomes', 'dead-letters'] as const).map(topic => [
      topic,
      new DurableLines(join(folder, `${topic}.ndjson`)),
    ]),
  )
  return {
    async store(records) {
      const texts = new Map<OutputTopic, string>()
      for (const { topic, value } of records) texts.set(topic, `${texts.get(topic) ?? ''}${value}\n`)
      const writes = [...texts].map(([topic, text]) => files.get(topic)!.write(text))
      try {
        await inTime(Promise.all(writes), 'file', settings['intake.store_timeout_ms'])
        onOutage('file', undefined)
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        onOutage('file', reason)
        throw error instanceof Outage ? error : new Outage('file', `${folder} cannot be written: ${reason}`, error)
      }
    },
    async close() {
      for (const file of files.values()) await file.close()
    },
  }
}

/** What is not done in time goes on, and whoever waits is told that it is not done. */
async function inTime(act: Promise<unknown>, dependency: string, timeoutMs: number): Promise<void> {
  act.catch(() => undefined)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const outage = new Outage(dependency, `not stored within ${timeoutMs} ms`)
    timer = setTimeout(() => reject(outage), timeoutMs)
  })
  try {
    await Promise.race([act, late])
  } finally {
    clearTimeout(timer)
  }
}

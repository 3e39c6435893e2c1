import { existsSync } from 'node:fs'
import type { Decision } from '../model/decision.ts'
import type { Settings } from '../settings.ts'
import { openTopic } from './open-topic.ts'
import { showProgress } from './progress.ts'
import { asDecision, readDecision } from './read-decision.ts'

/** A decision that is named by the id of its payment; undefined for one that is written out or stands in a file. */
export function decisionId(written: string): string | undefined {
  const isElsewhere = written === '-' || written.trimStart().startsWith('{') || existsSync(written)
  return isElsewhere || /[/\\]|\.(json|ndjson)$/i.test(written) ? undefined : written
}

/**
 * The last decision about a payment, from a file of decisions or from the topic that the settings name. A text is why there
 * is none. Throws `Outage` where Kafka cannot be reached.
 */
export async function findDecision(
  paymentId: string,
  file: string | undefined,
  settings: Settings,
): Promise<Decision | string> {
  if (file !== undefined) return readDecision(file, paymentId)
  if (settings['kafka.brokers'] === undefined) {
    return `\`${paymentId}\` is no file; to find the decision about that payment, say where decisions are: --decisions FILE, or set kafka.brokers`
  }
  // Where only flagged payments are told of, the review topic is all there is.
  const topic = settings['decisions.emit'] ? settings['topics.decisions'] : settings['topics.reviews']
  const source = await openTopic({ topics: [topic] }, settings)
  if (typeof source === 'string') return source
  const progress = showProgress(`reading topic ${topic}`, source.recordsTotal)
  const [quoted, key] = [Buffer.from(JSON.stringify(paymentId)), Buffer.from(paymentId)]
  let found: Decision | undefined
  try {
    for await (const { records } of source.batches()) {
      for (const { value, key: of } of records) {
        if (value === null || !(of?.equals(key) || value.includes(quoted))) continue
        const decision = asDecision(value.toString())
        if (decision?.paymentId === paymentId) found = decision
      }
      progress.update(source.recordsRead, '')
    }
  } finally {
    progress.end()
    await source.close()
  }
  return found ?? `topic ${topic} holds no decision about ${paymentId}`
}

import { createFileSource } from '../embedded/file-source.ts'
import { MemoryLog } from '../embedded/memory-log.ts'
import { generatePayments } from '../generator/generate-payments.ts'
import type { Decision } from '../model/decision.ts'
import type { DecisionSink, EventSource } from '../ports.ts'
import { KnownGood } from '../rule-tests/known-good.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'
import type { Settings } from '../settings.ts'
import { fileFault } from './file-fault.ts'
import { scoreStream } from './score-stream.ts'

/** The stream that is taken where no file is named: made up, without fraud, always the same. */
const GENERATED = { count: 4000, seed: 4, fraudShare: 0 }
const BATCH_PAYMENTS = 500

/** Scores payments that are known to be good. A text is why the file will not do. */
export async function runKnownGood(
  path: string | undefined,
  ruleset: Ruleset,
  settings: Settings,
): Promise<KnownGood | string> {
  const source = openKnownGood(path)
  if (typeof source === 'string') return source
  const known = new KnownGood()
  const refused: string[] = []
  const sink: DecisionSink = {
    async emit(outputs) {
      for (const { topic, value } of outputs) {
        if (topic === 'decisions') known.add(JSON.parse(value) as Decision)
        else if (topic === 'dead-letters') refused.push(value)
      }
    },
    close: async () => undefined,
  }
  await scoreStream({ settings, source, sink, ruleset, detail: 'hits', onBatch: () => undefined })
  if (refused.length > 0) {
    const { source: at, code, message } = JSON.parse(refused[0]!)
    const many = refused.length === 1 ? '1 line is' : `${refused.length} lines are`
    return `${many} no payment that Tripline takes; the first is ${at.topic}:${at.offset}: [${code}] ${message}`
  }
  return known.payments === 0 ? `${path} holds no payment` : known
}

function openKnownGood(path: string | undefined): EventSource | string {
  if (path === undefined) {
    const log = new MemoryLog()
    for (const { payment } of generatePayments(GENERATED)) log.append({ value: Buffer.from(JSON.stringify(payment)) })
    log.end()
    return log.source({ batchRecordsMax: BATCH_PAYMENTS })
  }
  try {
    return createFileSource({ path })
  } catch (error) {
    return `${path} cannot be read: ${fileFault(error)}`
  }
}

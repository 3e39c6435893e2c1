import { createDecisionDecoder } from '../../decode/decision-decoder.ts'
import { DeskDecoder } from '../../desk/desk-decoder.ts'
import { createFileSource } from '../../embedded/file-source.ts'
import { createGatheredSource } from '../../embedded/gathered-source.ts'
import { MemoryLog } from '../../embedded/memory-log.ts'
import { createMergedSource } from '../../embedded/merged-source.ts'
import type { EventRecord, EventSource } from '../../ports.ts'
import type { Settings } from '../../settings.ts'
import { fileFault } from '../file-fault.ts'
import { openDecoder } from '../open-input.ts'
import { outcomesTopic } from '../outcomes-topic.ts'
import type { Watch } from '../watch.ts'
import { watchedConnection, watchedSource } from '../watched-source.ts'

export interface DeskFiles {
  payments?: string
  decisions?: string
  outcomes?: string
}

export interface DeskInput {
  source: EventSource
  decoder: DeskDecoder
}

export function deskInputFromFiles(files: DeskFiles, settings: Settings): DeskInput | string {
  const sources: EventSource[] = []
  for (const path of [files.payments, files.decisions, files.outcomes]) {
    try {
      sources.push(path === undefined ? nothing() : createFileSource({ path }))
    } catch (error) {
      return `${path} cannot be read: ${fileFault(error)}`
    }
  }
  const decoder = new DeskDecoder({
    decisions: createDecisionDecoder(),
    decisionsTopic: files.decisions ?? '',
    others: openDecoder({ ...settings, format: 'json' }, files.outcomes ?? ''),
  })
  const timeOf = (record: EventRecord): number | undefined => decoder.timeOf(record)
  const [payments, decisions, outcomes] = sources as [EventSource, EventSource, EventSource]
  const about = createMergedSource({ sources: [decisions, outcomes], timeOf })
  const inOrder = createMergedSource({ sources: [payments, about], timeOf })
  return { source: createGatheredSource(inOrder, settings['batch.records_max']), decoder }
}

/** In a group of its own: the desk reads what the pipeline reads, and what it writes. */
export function deskInputFromKafka(settings: Settings, brokers: readonly string[], watch: Watch): DeskInput {
  const outcomes = outcomesTopic(settings)
  const decisions = settings['decisions.emit'] ? settings['topics.decisions'] : settings['topics.reviews']
  const source = watchedSource(settings, watch, {
    connection: watchedConnection(settings, brokers, `${settings['kafka.client_id']}-desk`, watch),
    topics: [settings['topics.payments'], decisions, ...(outcomes === undefined ? [] : [outcomes])],
    groupId: settings['desk.group'],
  })
  const decoder = new DeskDecoder({
    decisions: createDecisionDecoder(),
    decisionsTopic: decisions,
    others: openDecoder(settings, outcomes),
  })
  return { source, decoder }
}

function nothing(): EventSource {
  const log = new MemoryLog()
  log.end()
  return log.source({ batchRecordsMax: 1 })
}

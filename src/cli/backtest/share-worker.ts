/** A thread of `tripline backtest`: judges every batch that it is sent by its share of the rules. Started by `RemoteShare`. */
import { parentPort, workerData } from 'node:worker_threads'
import { loadRuleset } from '../../ruleset/load-ruleset.ts'
import type { Settings } from '../../settings.ts'
import { type InputForm, inputDecoder } from '../input-decoder.ts'
import type { GoodRuleset } from '../rules-for-scoring.ts'
import { metadataOf } from '../settings-or-explain.ts'
import { packJudgements } from './packed-judgements.ts'
import { type PackedRecords, unpackRecords } from './packed-records.ts'
import { partsOf, Share } from './share.ts'
import type { Span } from './span.ts'

/** All that a thread is told before its first batch. */
export interface ShareOrder {
  /** The rulesets, by folder, and the hashes that they had when they were read first. */
  rulesets: { dir: string; hash: string }[]
  takes: ReadonlySet<string>
  settings: Settings
  form: InputForm
  tellsReasons: boolean
  span: Span
}

const port = parentPort
if (port === null) throw new Error('share-worker is started as a thread')
const opened = openShare(workerData as ShareOrder)
let before: Promise<void> = Promise.resolve()

// Batches are judged one after another, whatever a decoder waits for; a fault ends the thread and is told there.
port.on('message', (batch: PackedRecords) => {
  before = before.then(async () => {
    const share = await opened
    port.postMessage(packJudgements(await share.judge(unpackRecords(batch))))
  })
})

async function openShare({ rulesets, takes, settings, form, tellsReasons, span }: ShareOrder): Promise<Share> {
  const loaded: GoodRuleset[] = []
  for (const { dir, hash } of rulesets) {
    const { ruleset, part, ...rest } = await loadRuleset(dir, { metadata: metadataOf(settings) })
    if (ruleset?.hash !== hash || part === undefined)
      throw new Error(`${dir} changed while it was being read: start again`)
    loaded.push({ ruleset, part, ...rest })
  }
  return new Share({
    decoder: inputDecoder(form, settings),
    readsOutcomes: form.outcomes !== undefined,
    secret: settings.secret,
    keyEventsMax: settings['velocity.key_events_max'],
    wholes: loaded.map(({ ruleset }) => ruleset),
    parts: partsOf(loaded, takes),
    tellsReasons,
    span,
  })
}

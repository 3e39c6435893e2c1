import { createFileSink } from '../embedded/file-sink.ts'
import { createFileSource, type FileSource } from '../embedded/file-source.ts'
import type { Detail } from '../model/decision.ts'
import { fileFault } from './file-fault.ts'
import { showProgress } from './progress.ts'
import { rulesForScoring } from './rules-for-scoring.ts'
import { scoreStream } from './score-stream.ts'
import { metadataOf, settingsOrExplain } from './settings-or-explain.ts'
import { summaryText } from './summary-text.ts'
import { Totals } from './totals.ts'
import { withOutcomes } from './with-outcomes.ts'

export interface ScoreOptions {
  rules: string
  in: string
  outcomes?: string
  out: string
  reviews?: string
  rejects?: string
  detail: Detail
}

/**
 * `tripline score`: exit 0 when the input was read to its end, whatever was flagged or rejected; 1 when the rules or the
 * input could not be read.
 */
export async function scoreCommand(options: ScoreOptions): Promise<number> {
  const settings = settingsOrExplain()
  if (settings === undefined) return 1
  const ruleset = await rulesForScoring(options.rules, metadataOf(settings))
  if (ruleset === undefined) return 1
  const source = openSource(options.in)
  if (source === undefined) return 1
  const outcomes = options.outcomes === undefined ? undefined : openSource(options.outcomes)
  if (options.outcomes !== undefined && outcomes === undefined) return 1

  const startedAtMs = performance.now()
  const totals = new Totals()
  const progress = showProgress('scoring', source.bytesTotal ?? 0)
  const sink = createFileSink({
    decisions: options.out,
    ...(options.reviews === undefined ? {} : { reviews: options.reviews }),
    ...(options.rejects === undefined ? {} : { deadLetters: options.rejects }),
    onReaderGone: () => void source.stop(),
  })
  try {
    await scoreStream({
      settings,
      ...(outcomes === undefined ? { source } : withOutcomes(source, outcomes, options.outcomes!, settings)),
      sink,
      ruleset,
      detail: options.detail,
      onBatch: batch => {
        totals.add(batch)
        progress.update(source.bytesRead, `${totals.scored} payments, ${totals.flagged} flagged`)
      },
    })
  } catch (error) {
    progress.end()
    console.error(`tripline: ${error instanceof Error ? error.message : error}`)
    return 1
  }
  progress.end()
  console.error(summaryText(totals, (performance.now() - startedAtMs) / 1000, options.rejects))
  return 0
}

function openSource(path: string): FileSource | undefined {
  try {
    return createFileSource({ path })
  } catch (error) {
    console.error(`tripline: ${path} cannot be read: ${fileFault(error)}`)
    return undefined
  }
}

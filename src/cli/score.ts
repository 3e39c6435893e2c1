import { createFileSink } from '../embedded/file-sink.ts'
import type { Detail } from '../model/decision.ts'
import { openFile } from './open-file.ts'
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
  const source = openFile(options.in)
  if (typeof source === 'string') return failed(source)
  const outcomes = options.outcomes === undefined ? undefined : openFile(options.outcomes)
  if (typeof outcomes === 'string') return failed(outcomes)

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
    return failed(error instanceof Error ? error.message : String(error))
  }
  progress.end()
  console.error(summaryText(totals, (performance.now() - startedAtMs) / 1000, options.rejects))
  return 0
}

function failed(why: string): number {
  console.error(`tripline: ${why}`)
  return 1
}

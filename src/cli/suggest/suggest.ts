import type { Labels } from '../../backtest/labels.ts'
import { Outage } from '../../model/problem.ts'
import type { Database } from '../../ports.ts'
import type { Ruleset } from '../../ruleset/ruleset.ts'
import type { Settings } from '../../settings.ts'
import { labelsOf } from '../backtest/labels-of.ts'
import { longestReachMs } from '../backtest/longest-reach.ts'
import { terminal } from '../check.ts'
import { databaseOrExplain } from '../open-database.ts'
import { openPayments, type PaymentsInput } from '../open-payments.ts'
import { rulesForScoring } from '../rules-for-scoring.ts'
import { metadataOf, settingsOrExplain } from '../settings-or-explain.ts'
import { deskPayments } from './desk-payments.ts'
import { type ReadOptions, readOptions, type SuggestCommandOptions } from './read-options.ts'
import { runSuggest } from './run-suggest.ts'
import { suggestText } from './suggest-text.ts'

const EXIT_GOOD = 0
const EXIT_FAILED = 1
const EXIT_WRONG_USE = 2

interface History {
  input: PaymentsInput
  labels: Labels
}

/**
 * `tripline suggest`: which numbers of which rules labelled payments of the past would have changed, and what that would have
 * done. Changes no file. Exit 0 when the input was read to its end, with or without a suggestion, 1 when rules, labels or
 * input cannot be read, 2 on a wrong option.
 */
export async function suggestCommand(options: SuggestCommandOptions): Promise<number> {
  const settings = settingsOrExplain(options.settings)
  if (settings === undefined) return EXIT_FAILED
  const wanted = readOptions(options, Date.now())
  if (typeof wanted === 'string') return failed(wanted, EXIT_WRONG_USE)
  const ruleset = await rulesForScoring(options.rules, metadataOf(settings))
  if (ruleset === undefined) return EXIT_FAILED
  const database =
    options.in === undefined ? await databaseOrExplain(options.database ?? settings['desk.database_url']) : undefined
  if (options.in === undefined && database === undefined) return EXIT_FAILED
  try {
    const history = await openHistory(options, wanted, ruleset, database, settings)
    if (history === undefined) return EXIT_FAILED
    if (typeof history === 'string') return failed(history)
    const run = { ruleset, ...history, options: wanted, wantsShadow: options.shadow === true, settings }
    const report = await runSuggest(run)
    terminal.log(options.format === 'json' ? JSON.stringify(report, null, 2) : suggestText(report, options))
    return EXIT_GOOD
  } catch (error) {
    if (!(error instanceof Outage)) throw error
    return failed(`${error.dependency} cannot be reached: ${error.message}`)
  } finally {
    await database?.close()
  }
}

/** Undefined once it was said what is wrong with the labels; a text is why the payments cannot be read. */
async function openHistory(
  { in: from, outcomes, labels: labelsPath }: SuggestCommandOptions,
  wanted: ReadOptions,
  ruleset: Ruleset,
  database: Database | undefined,
  settings: Settings,
): Promise<History | string | undefined> {
  const reachMs = longestReachMs([ruleset])
  if (database !== undefined) return deskPayments(database, wanted, reachMs, settings)
  const labels = labelsOf(labelsPath!)
  if (labels === undefined) return undefined
  const input = await openPayments({ in: from!, outcomes, sinceMs: wanted.sinceMs, reachMs }, settings)
  return typeof input === 'string' ? input : { input, labels }
}

function failed(message: string, exit = EXIT_FAILED): number {
  terminal.error(`tripline: ${message}`)
  return exit
}

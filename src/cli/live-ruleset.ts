import type { Problem } from '../model/problem.ts'
import { type Reload, type RulesetWatch, watchRuleset } from '../reload/watch-ruleset.ts'
import type { RuleMemory } from '../ruleset/rule-memory.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'
import type { Settings } from '../settings.ts'
import { metadataOf } from './settings-or-explain.ts'
import type { Watch } from './watch.ts'

/** More would drown the log, and `tripline check` shows them all. */
const PROBLEMS_LOGGED_MAX = 200

/** Follows the rules folder, and reads it on SIGHUP as well. What comes of it is told in the log, in metrics and in /readyz. */
export function liveRuleset(settings: Settings, ruleset: Ruleset, watch: Watch, memory?: RuleMemory): RulesetWatch {
  const live = watchRuleset({
    dir: settings['rules.dir'],
    metadata: metadataOf(settings),
    ruleset,
    memory,
    onReload: reload => tellReload(watch, reload),
    onThreadFault: ({ message }) =>
      watch.log.warn('the thread that reads rules has failed; they are read between payments', { reason: message }),
  })
  const release = reloadOnHangup(live)
  return {
    current: () => live.current(),
    reload: () => live.reload(),
    close() {
      release()
      return live.close()
    },
  }
}

/** SIGHUP, which would end the process otherwise, means: read the rules now. Answers how to stop listening. */
export function reloadOnHangup(live: Pick<RulesetWatch, 'reload'>): () => void {
  const onHangup = (): void => void live.reload()
  process.on('SIGHUP', onHangup)
  return () => process.off('SIGHUP', onHangup)
}

/** Refusals are warnings with one line for each problem, because somebody has to mend a file today. */
export function tellReload({ log, metrics, readiness }: Watch, reload: Reload): void {
  const { result, ruleset } = reload
  metrics.reload(result)
  if (reload.result === 'applied') {
    metrics.ruleset(ruleset)
    readiness.ruleset(ruleset.hash)
    const warnings = reload.problems.length
    log.info('rules changed', {
      ruleset: ruleset.hash,
      before: reload.before.hash,
      rules: ruleset.rules.length,
      warnings,
    })
  } else if (reload.result === 'refused') {
    const errors = reload.problems.filter(problem => problem.severity === 'error')
    log.warn('rules on disk refused; the ones that run go on', { ruleset: ruleset.hash, errors: errors.length })
    for (const problem of errors.slice(0, PROBLEMS_LOGGED_MAX)) log.warn('problem in the rules', problemFields(problem))
  } else {
    log.info('rules read again, nothing changed', { ruleset: ruleset.hash })
  }
}

function problemFields({ code, message, place, suggestion }: Problem): Record<string, string> {
  return {
    code,
    problem: message,
    ...(place === undefined ? {} : { place: `${place.file}:${place.line}:${place.column}` }),
    ...(suggestion === undefined ? {} : { suggestion }),
  }
}

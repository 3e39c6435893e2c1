import { BacktestLook, type Look, type Sweep } from '../../backtest/backtest-look.ts'
import { loadRuleset } from '../../ruleset/load-ruleset.ts'
import type { Settings } from '../../settings.ts'
import { type InputForm, inputDecoder } from '../input-decoder.ts'
import type { GoodRuleset } from '../rules-for-scoring.ts'
import { metadataOf } from '../settings-or-explain.ts'
import { partsOf } from './parts-of.ts'
import { Share } from './share.ts'
import type { Span } from './span.ts'

/** All that a share of a backtest is told before its first batch. */
export interface ShareOrder {
  /** The rulesets, by folder, and the hashes that they had when they were read first. */
  rulesets: { dir: string; hash: string }[]
  settings: Settings
  form: InputForm
  tellsReasons: boolean
  sweep: Sweep | undefined
  span: Span
}

/** Reads the rules again, because compiled ones cannot be sent to a thread. */
export async function openShare(order: ShareOrder): Promise<Share<Look | undefined>> {
  const loaded: Pick<GoodRuleset, 'ruleset' | 'part'>[] = []
  for (const { dir, hash } of order.rulesets) {
    const { ruleset, part } = await loadRuleset(dir, { metadata: metadataOf(order.settings) })
    if (ruleset?.hash !== hash || part === undefined) {
      throw new Error(`${dir} changed while it was being read: start again`)
    }
    loaded.push({ ruleset, part })
  }
  return shareOf(order, partsOf(loaded))
}

export function shareOf(
  { settings, form, tellsReasons, sweep, span }: Omit<ShareOrder, 'rulesets'>,
  rulesets: ReturnType<typeof partsOf>,
): Share<Look | undefined> {
  const look = new BacktestLook(rulesets, sweep)
  return new Share({
    decoder: inputDecoder(form, settings),
    readsOutcomes: form.outcomes !== undefined,
    secret: settings.secret,
    keyEventsMax: settings['velocity.key_events_max'],
    rulesets,
    tellsReasons,
    span,
    look: frames => look.look(frames),
  })
}

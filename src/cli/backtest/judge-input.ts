import type { Settings } from '../../settings.ts'
import type { PaymentsInput } from '../open-payments.ts'
import { showProgress } from '../progress.ts'
import { type JudgeStream, judgeStream, type StreamCounts } from './judge-stream.ts'
import { Share, type ShareOptions } from './share.ts'

export interface JudgeInput<Look>
  extends Pick<JudgeStream<Look>, 'labels' | 'look'>,
    Partial<Pick<JudgeStream<Look>, 'add' | 'others'>>,
    Pick<ShareOptions, 'wholes' | 'parts' | 'span'>,
    Partial<Pick<ShareOptions, 'tellsReasons'>> {
  /** What the progress bar calls it. */
  title: string
  input: PaymentsInput
  settings: Settings
}

/** Judges payments of the past to their end as the settings say that payments are counted, and shows how far it is. */
export async function judgeInput<Look>(judging: JudgeInput<Look>): Promise<StreamCounts> {
  const { title, input, settings, labels, look, add = () => undefined, others = [] } = judging
  const { wholes, parts, span, tellsReasons = false } = judging
  const progress = showProgress(title, input.total)
  try {
    return await judgeStream({
      source: input.source,
      share: new Share({
        decoder: input.decoder,
        readsOutcomes: input.form.outcomes !== undefined,
        secret: settings.secret,
        keyEventsMax: settings['velocity.key_events_max'],
        wholes,
        parts,
        tellsReasons,
        span,
      }),
      others,
      labels,
      look,
      add,
      onBatch: ({ records }) => progress.update(input.done(), `${records.toLocaleString('en-US')} payments`),
    })
  } finally {
    progress.end()
  }
}

import type { Settings } from '../../settings.ts'
import type { PaymentsInput } from '../open-payments.ts'
import { showProgress } from '../progress.ts'
import { type JudgeStream, judgeStream, type StreamCounts } from './judge-stream.ts'
import { Share, type ShareOptions } from './share.ts'
import { LocalShare } from './share-work.ts'

export interface JudgeInput<Look>
  extends Pick<JudgeStream<Look>, 'labels' | 'add'>,
    Pick<ShareOptions<Look>, 'rulesets' | 'span' | 'look'> {
  /** What the progress bar calls it. */
  title: string
  input: PaymentsInput
  settings: Settings
}

/** Judges payments of the past to their end as the settings say that payments are counted, and shows how far it is. */
export async function judgeInput<Look>(judging: JudgeInput<Look>): Promise<StreamCounts> {
  const { title, input, settings, labels, add, ...rest } = judging
  const share = new Share({
    ...rest,
    decoder: input.decoder,
    readsOutcomes: input.form.outcomes !== undefined,
    secret: settings.secret,
    keyEventsMax: settings['velocity.key_events_max'],
    tellsReasons: false,
  })
  return judgeShown(title, input, { source: input.source, shares: [new LocalShare(share)], labels, add })
}

/** Judges, and shows how far it is. */
export async function judgeShown<Look>(
  title: string,
  input: PaymentsInput,
  stream: Omit<JudgeStream<Look>, 'onBatch'>,
): Promise<StreamCounts> {
  const progress = showProgress(title, input.total)
  const onBatch = ({ records }: StreamCounts) =>
    progress.update(input.done(), `${records.toLocaleString('en-US')} payments`)
  try {
    return await judgeStream({ ...stream, onBatch })
  } finally {
    progress.end()
  }
}

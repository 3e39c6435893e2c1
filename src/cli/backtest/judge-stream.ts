import type { JudgedPayment, PartJudgement } from '../../backtest/judged.ts'
import { type Labels, truthAbout } from '../../backtest/labels.ts'
import type { InputReport } from '../../backtest/report.ts'
import type { EventRecord, EventSource } from '../../ports.ts'
import type { Frame } from '../../ruleset/ruleset.ts'
import type { OtherShare } from './remote-share.ts'
import type { Arrival, Share } from './share.ts'

export interface JudgeStream<Look> {
  source: EventSource
  /** The share of this thread, and those of the others; each rule is in one of them. */
  share: Share
  others: readonly OtherShare[]
  labels: Labels
  /** Called while the frames of a payment are valid, one for each ruleset. */
  look: (payment: JudgedPayment, frames: readonly Frame[]) => Look
  /** Called once all shares have judged the payment: by ruleset, what each share made of it. */
  add: (look: Look, parts: readonly (readonly PartJudgement[])[]) => void
  /** After each batch that all shares are done with. */
  onBatch: (counts: StreamCounts) => void
}

/** What became of the records that were read so far. */
export type StreamCounts = Pick<
  InputReport,
  'records' | 'repeated' | 'statusChanges' | 'rejected' | 'warmed' | 'afterUntil'
>

/** Batches that other threads may lag behind by, so that nobody waits for each single batch of another. */
const WAITING_BATCHES_MAX = 8

/** A batch that this thread is done with, and others perhaps not. */
interface WaitingBatch<Look> {
  records: number
  rejected: number
  arrivals: readonly Arrival['verdict'][]
  looked: { look: Look; at: number; judgements: readonly PartJudgement[] }[]
}

/** Sends every batch to all shares and puts their answers together. A payment is judged once, where it comes first. */
export async function judgeStream<Look>(stream: JudgeStream<Look>): Promise<StreamCounts> {
  const { source, share, others } = stream
  const counts: StreamCounts = { records: 0, repeated: 0, statusChanges: 0, rejected: 0, warmed: 0, afterUntil: 0 }
  const waiting: WaitingBatch<Look>[] = []
  const max = others.length === 0 ? 0 : WAITING_BATCHES_MAX
  try {
    for await (const { records, commit } of source.batches()) {
      for (const other of others) other.send(records)
      waiting.push(lookAt(stream, records, await share.judge(records)))
      while (waiting.length > max) await settle(stream, waiting.shift()!, counts)
      await commit()
    }
    for (const batch of waiting) await settle(stream, batch, counts)
  } finally {
    await source.close()
  }
  return counts
}

function lookAt<Look>(
  { look, labels }: JudgeStream<Look>,
  records: readonly EventRecord[],
  { arrivals, rejected }: { arrivals: readonly Arrival[]; rejected: number },
): WaitingBatch<Look> {
  const looked: WaitingBatch<Look>['looked'] = []
  arrivals.forEach(({ payment: { id, occurredAtMs }, verdict, frames, judgements }, at) => {
    if (verdict !== 'new') return
    const label = labels.of.get(id)
    const amountMinor = frames[0]!.facts.amountBaseMinor
    const payment = { id, occurredAtMs, amountMinor, label, truth: truthAbout(label, labels) }
    looked.push({ look: look(payment, frames), at, judgements })
  })
  return { records: records.length, rejected, arrivals: arrivals.map(({ verdict }) => verdict), looked }
}

async function settle<Look>(
  { others, add, onBatch }: JudgeStream<Look>,
  { records, rejected, arrivals, looked }: WaitingBatch<Look>,
  counts: StreamCounts,
): Promise<void> {
  const answers = await Promise.all(others.map(other => other.next()))
  for (const answer of answers) {
    if (answer.arrivals !== arrivals.length) throw new Error('two threads have read a batch differently')
  }
  for (const { look, at, judgements } of looked) {
    const others = answers.map(({ of }) => of.get(at))
    add(
      look,
      judgements.map((own, ruleset) => [own, ...others.flatMap(other => other?.[ruleset] ?? [])]),
    )
  }
  counts.records += records
  counts.rejected += rejected
  for (const verdict of arrivals) {
    if (verdict === 'duplicate' || verdict === 'old-duplicate') counts.repeated++
    else if (verdict === 'status-change') counts.statusChanges++
    else if (verdict === 'id-conflict') counts.rejected++
    else if (verdict === 'warming') counts.warmed++
    else if (verdict === 'after') counts.afterUntil++
  }
  onBatch(counts)
}

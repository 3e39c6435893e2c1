import type { JudgedPayment, RuleHits } from '../../backtest/judged.ts'
import { type Labels, truthAbout } from '../../backtest/labels.ts'
import type { InputReport } from '../../backtest/report.ts'
import type { EventRecord, EventSource } from '../../ports.ts'
import type { JudgedPart } from './share.ts'
import type { ShareWork } from './share-work.ts'

export interface JudgeStream<Look> {
  source: EventSource
  /** Each batch is divided among them; what comes of it does not depend on how many they are. */
  shares: readonly ShareWork<Look>[]
  labels: Labels
  /** Called once for each payment, in the order of the stream; the hits by ruleset. */
  add: (payment: JudgedPayment, look: Look, hits: readonly RuleHits[]) => void
  /** After each batch that all shares are done with. */
  onBatch: (counts: StreamCounts) => void
}

/** What became of the records that were read so far. */
export type StreamCounts = Pick<
  InputReport,
  'records' | 'repeated' | 'statusChanges' | 'rejected' | 'warmed' | 'afterUntil'
>

/** Batches that are being read while one is judged, and batches whose judgements are waited for, so that no share stands idle. */
const READ_AHEAD = 2
const JUDGED_BEHIND = 2

/** Sends every batch to the shares, each of them what the others have read, and puts their judgements together. */
export async function judgeStream<Look>(stream: JudgeStream<Look>): Promise<StreamCounts> {
  const { source, shares } = stream
  const counts: StreamCounts = { records: 0, repeated: 0, statusChanges: 0, rejected: 0, warmed: 0, afterUntil: 0 }
  const isAlone = shares.length === 1
  const reading: number[] = []
  const judging: number[] = []
  const step = async (readingMax: number, judgingMax: number): Promise<void> => {
    while (reading.length > readingMax) {
      const parts = await Promise.all(shares.map(share => share.part()))
      for (const [own, share] of shares.entries()) share.judge(parts, own)
      judging.push(reading.shift()!)
    }
    while (judging.length > judgingMax) {
      const judged = await Promise.all(shares.map(share => share.judged()))
      settle(stream, judged, judging.shift()!, counts)
    }
  }
  try {
    for await (const { records, commit } of source.batches()) {
      for (const [number, share] of shares.entries()) share.send(partOf(records, number, shares.length))
      reading.push(records.length)
      await step(isAlone ? 0 : READ_AHEAD, isAlone ? 0 : JUDGED_BEHIND)
      await commit()
    }
    await step(0, 0)
  } finally {
    await source.close()
  }
  return counts
}

/** Neighbours stay together, so that the parts one after another are the batch. */
function partOf(records: readonly EventRecord[], number: number, parts: number): readonly EventRecord[] {
  const at = (part: number) => Math.floor((records.length * part) / parts)
  return parts === 1 ? records : records.slice(at(number), at(number + 1))
}

function settle<Look>(
  { labels, add, onBatch }: JudgeStream<Look>,
  parts: readonly JudgedPart<Look>[],
  records: number,
  counts: StreamCounts,
): void {
  counts.records += records
  for (const { arrivals, rejected } of parts) {
    counts.rejected += rejected
    for (const arrival of arrivals) {
      if (arrival.verdict === 'new') {
        const { id, occurredAtMs, amountMinor, look, hits } = arrival
        const label = labels.of.get(id)
        add({ id, occurredAtMs, amountMinor, label, truth: truthAbout(label, labels) }, look, hits)
      } else if (arrival.verdict === 'duplicate' || arrival.verdict === 'old-duplicate') counts.repeated++
      else if (arrival.verdict === 'status-change') counts.statusChanges++
      else if (arrival.verdict === 'id-conflict') counts.rejected++
      else if (arrival.verdict === 'warming') counts.warmed++
      else counts.afterUntil++
    }
  }
  onBatch(counts)
}

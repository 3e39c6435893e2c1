import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Table from 'cli-table3'
import colors from 'picocolors'
import { createFileSink } from '../embedded/file-sink.ts'
import { MemoryLog } from '../embedded/memory-log.ts'
import { generatePayments } from '../generator/generate-payments.ts'
import type { Decision, Hit } from '../model/decision.ts'
import type { DecisionSink, Output } from '../ports.ts'
import { showProgress } from './progress.ts'
import { rulesForScoring } from './rules-for-scoring.ts'
import { scoreStream } from './score-stream.ts'
import { metadataOf, settingsOrExplain } from './settings-or-explain.ts'
import { summaryText } from './summary-text.ts'
import { Totals } from './totals.ts'

export interface DemoOptions {
  rules: string
  count: string
  seed: string
  out: string
}

const SHOWN = 12
const REASONS_SHOWN = 3

interface Flagged {
  decision: Decision
  amount: string
}

/** `tripline demo`: the whole pipeline on a made-up stream whose truth is known, so that one can see what it catches. */
export async function demoCommand({ rules, count, seed, out }: DemoOptions): Promise<number> {
  const settings = settingsOrExplain()
  if (settings === undefined) return 1
  const ruleset = await rulesForScoring(rules, metadataOf(settings))
  if (ruleset === undefined) return 1
  const startedAtMs = performance.now()
  const log = new MemoryLog()
  const labels = new Map<string, string | null>()
  for (const { payment, label } of generatePayments({ count: Number(count), seed: Number(seed) })) {
    labels.set(String(payment.id), label)
    log.append({ value: Buffer.from(JSON.stringify(payment)) })
  }
  log.end()

  mkdirSync(dirname(out), { recursive: true })
  const totals = new Totals()
  const flagged: Flagged[] = []
  const progress = showProgress('scoring', Number(count))
  await scoreStream({
    settings,
    source: log.source({ batchRecordsMax: 100 }),
    sink: watchedSink(createFileSink({ decisions: out }), flagged),
    ruleset,
    detail: 'hits',
    onBatch: batch => {
      totals.add(batch)
      progress.update(totals.records, `${totals.flagged} flagged`)
    },
  })
  progress.end()

  console.log(`${summaryText(totals, (performance.now() - startedAtMs) / 1000, undefined)}\n`)
  console.log(flaggedTable(flagged, labels))
  console.log(`\n${truthText(flagged, labels)}\n`)
  console.log(nextSteps(out))
  return 0
}

/** Lets everything through and keeps the reviews for the table. */
function watchedSink(sink: DecisionSink, flagged: Flagged[]): DecisionSink {
  const keep = ({ topic, value }: Output): void => {
    if (topic !== 'reviews') return
    const review = JSON.parse(value)
    flagged.push({ decision: review, amount: `${review.payment.amount} ${review.payment.currency}` })
  }
  return {
    async emit(outputs) {
      for (const output of outputs) keep(output)
      await sink.emit(outputs)
    },
    close: () => sink.close(),
  }
}

function flaggedTable(flagged: readonly Flagged[], labels: ReadonlyMap<string, string | null>): string {
  const table = new Table({
    head: ['payment', 'amount', 'action', 'score', 'why', 'in truth'].map(colors.bold),
    colWidths: [12, 14, 8, 7, 62, 21],
    wordWrap: true,
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'right', 'left', 'right', 'left', 'left'],
  })
  const shown = pickVaried(flagged)
  for (const { decision, amount } of shown) {
    const { paymentId, action, score, hits } = decision
    const paint = action === 'block' ? colors.red : colors.yellow
    const truth = labels.get(paymentId) ?? 'honest'
    table.push([paymentId, amount, paint(action), String(score), reasonsText(hits), truth])
  }
  return `${shown.length} of ${flagged.length} flagged payments\n${table}`
}

/** The strongest reasons first; a long list would hide the other payments. */
function reasonsText(hits: readonly Hit[]): string {
  const byScore = [...hits].sort((a, b) => b.score - a.score)
  const shown = byScore.slice(0, REASONS_SHOWN).map(hit => `• ${hit.reason}`)
  const left = hits.length - shown.length
  return [...shown, ...(left > 0 ? [`  and ${left} more`] : [])].join('\n')
}

/** The highest score for each strongest rule, so that the table shows what there is and not one attack fourteen times. */
function pickVaried(flagged: readonly Flagged[]): Flagged[] {
  const strongest = ({ decision }: Flagged) => [...decision.hits].sort((a, b) => b.score - a.score)[0]?.rule
  const byScore = [...flagged].sort((a, b) => b.decision.score - a.decision.score)
  const taken = new Set<string | undefined>()
  const varied = byScore.filter(each => !taken.has(strongest(each)) && taken.add(strongest(each)))
  return [...varied, ...byScore.filter(each => !varied.includes(each))].slice(0, SHOWN)
}

function truthText(flagged: readonly Flagged[], labels: ReadonlyMap<string, string | null>): string {
  const ids = new Set(flagged.map(each => each.decision.paymentId))
  const fraud = [...labels].filter(([, label]) => label !== null)
  const caught = fraud.filter(([id]) => ids.has(id)).length
  const right = [...ids].filter(id => labels.get(id) !== null).length
  const share = (part: number, whole: number) => `${whole === 0 ? 0 : Math.round((100 * part) / whole)} %`
  return [
    `The stream is made up, so the truth is known: ${fraud.length} of its payments belong to a fraud pattern.`,
    `The starter rules caught ${caught} of them (${share(caught, fraud.length)}); ${right} of ${ids.size} flagged payments were fraud (${share(right, ids.size)}).`,
  ].join('\n')
}

function nextSteps(out: string): string {
  return [
    `Decisions are in ${out}. Try next:`,
    '  npx tripline check                     every mistake in the rule files, with its place',
    '  npx tripline test                      the tests inside the rule files',
    '  npx tripline score --in FILE.ndjson    your own payments',
    '  npx tripline settings                  how to point `tripline run` at Kafka and Redis',
  ].join('\n')
}

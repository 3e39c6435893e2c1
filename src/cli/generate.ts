import { setTimeout as pause } from 'node:timers/promises'
import { LineWriter } from '../embedded/line-writer.ts'
import { type GeneratedPayment, type GenerateOptions, generatePayments } from '../generator/generate-payments.ts'
import { OutcomeGenerator } from '../generator/outcome-generator.ts'
import type { PaymentJson } from '../generator/payment-json.ts'
import { fileTarget, kafkaTarget, type PaymentTarget } from './payment-target.ts'
import { settingsOrExplain } from './settings-or-explain.ts'

export interface GenerateCommandOptions {
  count: string
  seed: string
  fraudShare?: string
  out: string
  labels?: string
  outcomes?: string
  to: 'file' | 'kafka'
  rate?: string
}

const BATCH_PAYMENTS = 500
const SENDS_PER_SECOND = 20
const EXIT_WRONG_USE = 2

/**
 * `tripline generate`: a made-up stream of payments. The truth about them is written only to `--labels`, and what
 * becomes of them later to `--outcomes`. With `--rate`
 * they are given out at that pace, carry the time of sending and ids of their own for each run, and none is late or
 * repeated; without it they keep the times of the made-up stream. Exit 2 on a wrong option, 1 on wrong settings.
 */
export async function generateCommand(options: GenerateCommandOptions): Promise<number> {
  const numbers = readNumbers(options)
  if (typeof numbers === 'string') {
    console.error(`tripline: ${numbers}`)
    return EXIT_WRONG_USE
  }
  const { rate, ...wanted } = numbers
  if (rate !== undefined && options.outcomes !== undefined) {
    console.error(
      'tripline: `--outcomes` does not go with `--rate`: what comes days later has no place in a paced stream',
    )
    return EXIT_WRONG_USE
  }
  const stopped = new AbortController()
  const stop = () => stopped.abort()
  const target = options.to === 'kafka' ? openKafka() : fileTarget(options.out, stop)
  if (target === undefined) return 1
  const labels = options.labels === undefined ? undefined : new LineWriter(options.labels, stop)
  await labels?.write('paymentId,pattern\n')
  const later = options.outcomes === undefined ? undefined : new OutcomeGenerator(wanted.seed)
  for (const event of ['SIGINT', 'SIGTERM'] as const) process.once(event, stop)
  for await (const batch of rate === undefined ? atOnce(wanted) : paced(wanted, rate, stopped.signal)) {
    if (stopped.signal.aborted) break
    await target.send(batch.map(({ payment }) => payment))
    await labels?.write(labelLines(batch))
    for (const generated of batch) later?.add(generated)
  }
  if (later !== undefined) await writeOutcomes(later, options.outcomes!, stop)
  for (const event of ['SIGINT', 'SIGTERM'] as const) process.off(event, stop)
  await target.close()
  await labels?.close()
  return 0
}

async function writeOutcomes(later: OutcomeGenerator, path: string, onGone: () => void): Promise<void> {
  const writer = new LineWriter(path, onGone)
  for (const outcome of later.outcomes()) await writer.write(`${JSON.stringify(outcome)}\n`)
  await writer.close()
}

type Numbers = GenerateOptions & { rate?: number }

function readNumbers({ count, seed, fraudShare, rate }: GenerateCommandOptions): Numbers | string {
  if (!/^\d{1,9}$/.test(count) || Number(count) < 1) return '`--count` is a whole number above 0'
  if (!/^\d{1,9}$/.test(seed)) return '`--seed` is a whole number from 0'
  if (fraudShare !== undefined && !(Number(fraudShare) >= 0 && Number(fraudShare) <= 0.5)) {
    return '`--fraud-share` is a number from 0 to 0.5'
  }
  if (rate !== undefined && !(Number(rate) > 0)) return '`--rate` is a number of payments a second, above 0'
  return {
    count: Number(count),
    seed: Number(seed),
    ...(fraudShare === undefined ? {} : { fraudShare: Number(fraudShare) }),
    ...(rate === undefined ? {} : { rate: Number(rate) }),
  }
}

function openKafka(): PaymentTarget | undefined {
  const settings = settingsOrExplain()
  if (settings === undefined) return undefined
  const brokers = settings['kafka.brokers']
  if (brokers !== undefined) return kafkaTarget(settings, brokers)
  console.error('tripline: `--to kafka` needs the setting `kafka.brokers` (TRIPLINE_KAFKA_BROKERS)')
  return undefined
}

function atOnce(wanted: GenerateOptions): Iterable<GeneratedPayment[]> {
  return batchesOf(generatePayments(wanted), BATCH_PAYMENTS)
}

/** Gives payments out `rate` a second. */
async function* paced(wanted: GenerateOptions, rate: number, signal: AbortSignal): AsyncGenerator<GeneratedPayment[]> {
  const startedAtMs = Date.now()
  const run = startedAtMs.toString(36)
  const payments = generatePayments({ ...wanted, lateShare: 0, duplicateShare: 0 })
  let sent = 0
  for (const batch of batchesOf(payments, Math.max(1, Math.floor(rate / SENDS_PER_SECOND)))) {
    const waitMs = startedAtMs + (sent / rate) * 1000 - Date.now()
    if (waitMs > 0) await pause(waitMs, undefined, { signal }).catch(() => undefined)
    yield batch.map(({ payment, label }) => ({ payment: movedTo(payment, Date.now(), run), label }))
    sent += batch.length
  }
}

function* batchesOf(payments: Iterable<GeneratedPayment>, size: number): Generator<GeneratedPayment[]> {
  let batch: GeneratedPayment[] = []
  for (const payment of payments) {
    batch.push(payment)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** The account stays as old as it was at the moment of the payment. */
function movedTo(payment: PaymentJson, nowMs: number, run: string): PaymentJson {
  const shiftMs = nowMs - Date.parse(payment.occurredAt)
  const createdAt = new Date(Date.parse(payment.customer.createdAt) + shiftMs).toISOString()
  return {
    ...payment,
    id: payment.id.replace('_', `_${run}_`),
    occurredAt: new Date(nowMs).toISOString(),
    customer: { ...payment.customer, createdAt },
  }
}

/** Only fraud is listed, once for every record, so a repeated payment is listed again. */
function labelLines(batch: readonly GeneratedPayment[]): string {
  return batch.map(({ payment, label }) => (label === null ? '' : `${payment.id},${label}\n`)).join('')
}

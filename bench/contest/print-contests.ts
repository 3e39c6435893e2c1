import { micros, printTable, whole } from '../print.ts'
import type { ContestResult } from './contest.ts'

/** The tables of all contenders, with ratios to the first one, which is Tripline where it took part. */
export function printContests(results: readonly ContestResult[]): void {
  if (results.length === 0) return
  const first = speedOf(results[0]!)
  printTable('the same job, every decision equal to the oracle', [
    [
      '',
      'payments/s',
      `${results[0]!.contender.name} against it`,
      'per core',
      'per core with Redis and broker',
      'checked',
    ],
    ...results.map(result => [
      result.contender.name,
      whole(speedOf(result)),
      `${(first / speedOf(result)).toFixed(2)} ×`,
      whole(result.payments / result.cpu.own),
      perCoreOfAll(result),
      whole(result.checked),
    ]),
  ])
  printTable('what it takes, CPU in µs per payment', [
    ['', 'own CPU', 'Redis CPU', 'broker CPU', 'memory at most, MB', 'state, bytes per key', 'keys'],
    ...results.map(({ contender, payments, cpu, ...result }) => [
      contender.name,
      micros(cpu.own, payments),
      cpu.redis === undefined ? '–' : micros(cpu.redis, payments),
      cpu.broker === undefined ? '–' : micros(cpu.broker, payments),
      whole(result.peakResidentBytes / 1e6),
      whole(result.stateBytes / result.keys),
      whole(result.keys),
    ]),
  ])
  printPaces(results)
  printTable('what a crash costs', [
    ['', 'durability'],
    ...results.map(({ contender }) => [contender.name, contender.durability]),
  ])
}

function printPaces(results: readonly ContestResult[]): void {
  const rows = results.flatMap(({ contender, paces }) =>
    paces.map(({ share, rate, outcome: { p50Ms, p99Ms, p999Ms, reviews, latestMs } }) => [
      contender.name,
      whole(rate),
      share === undefined ? '' : `${share * 100} %`,
      ...[p50Ms, p99Ms, p999Ms].map(each => each.toFixed(1)),
      whole(reviews),
      latestMs.toFixed(0),
    ]),
  )
  if (rows.length === 0) return
  printTable('from the time a payment is due to its review, ms', [
    ['', 'payments/s', 'of its highest', 'p50', 'p99', 'p99.9', 'reviews', 'sender late at most'],
    ...rows,
  ])
}

export function speedOf({ payments, seconds }: ContestResult): number {
  return payments / seconds
}

function perCoreOfAll({ payments, cpu: { own, redis, broker } }: ContestResult): string {
  return redis === undefined || broker === undefined ? '–' : whole(payments / (own + redis + broker))
}

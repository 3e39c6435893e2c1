import { test } from 'vitest'
import { playMonth } from './play-month.ts'

test('a month with kills comes to the same decisions, cases and reports as without services', async () => {
  await playMonth({ payments: 1500, stretches: 2, kills: 4, seed: 1, periods: 1, batchRecordsMax: 60 })
})

test('a month of 30,000 payments with kills comes to the same decisions, cases and reports as without services', async () => {
  await playMonth({ payments: 30_000, stretches: 6, kills: 24, seed: 30_000, periods: 3, batchRecordsMax: 200 })
})

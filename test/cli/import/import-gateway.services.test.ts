import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { openStage } from '../../end-to-end/open-stage.ts'

const AT_SECONDS = Math.floor(Date.now() / 1000) - 60

it('sends what a gateway posted to the topics that `tripline run` reads, keyed by payment', async () => {
  const stage = await openStage()
  const money = { created: AT_SECONDS, amount: 500, currency: 'usd' }
  const bodies = [
    { object: 'charge', id: 'ch_1', status: 'succeeded', ...money },
    { object: 'dispute', id: 'dp_1', charge: 'ch_1', status: 'needs_response', ...money },
    { object: 'charge', id: 'ch_2', status: 'failed', failure_code: 'card_declined', ...money },
  ]
  execFileSync(process.execPath, ['dist/main.js', 'import', '--gateway', 'stripe', '--to', 'kafka'], {
    env: { PATH: process.env.PATH, ...stage.environment() },
    input: bodies.map(body => JSON.stringify(body)).join('\n'),
    stdio: 'pipe',
  })
  const [payments, outcomes] = [await stage.readAll('payments'), await stage.readAll('outcomes')]
  expect(payments.map(({ key, value }) => [key, JSON.parse(value).status])).toEqual([
    ['ch_1', 'captured'],
    ['ch_2', 'declined'],
  ])
  expect(outcomes.map(({ key, value }) => [key, JSON.parse(value).type])).toEqual([['ch_1', 'chargeback']])
})

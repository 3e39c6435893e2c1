import { describe, expect, it } from 'vitest'
import { generatePayments } from '../../src/generator/generate-payments.ts'
import { openStage } from './open-stage.ts'
import { scoreAsStage } from './score-embedded.ts'

const PAYMENTS = 10_000
const CRASH_PAYMENTS = 20_000
const CRASHES = 4

function makeLines(count: number, seed: number): string[] {
  return [...generatePayments({ count, seed })].map(({ payment }) => JSON.stringify(payment))
}

const toMessages = (lines: string[]) => lines.map(value => ({ key: 'one partition', value }))
const idOf = (decision: string) => (JSON.parse(decision) as { paymentId: string }).paymentId

describe('the real path', () => {
  it(`decides ${PAYMENTS} payments to the same bytes as the embedded path`, async () => {
    const stage = await openStage()
    const lines = makeLines(PAYMENTS, 11)
    await stage.produce(toMessages(lines))
    const worker = await stage.startWorker()
    await stage.untilCommitted(lines.length)
    expect(await worker.stop()).toBe(0)

    const decisions = (await stage.readAll('decisions')).map(each => each.value)
    expect(decisions).toEqual(scoreAsStage(lines, stage, 'hits'))

    const flagged = decisions.filter(each => !each.includes('"action":"allow"')).map(idOf)
    const reviews = await stage.readAll('reviews')
    expect(reviews.map(each => each.key)).toEqual(flagged)
    expect(flagged.length).toBeGreaterThan(PAYMENTS / 200)
  })

  it(`loses, doubles and changes nothing over ${CRASHES} kills within ${CRASH_PAYMENTS} payments`, async () => {
    const stage = await openStage()
    const lines = makeLines(CRASH_PAYMENTS, 12)
    await stage.produce(toMessages(lines))
    for (let crash = 1; crash <= CRASHES; crash++) {
      const worker = await stage.startWorker()
      await stage.untilCommitted((lines.length * crash) / (CRASHES + 2))
      worker.kill()
    }
    const worker = await stage.startWorker()
    await stage.untilCommitted(lines.length)
    await worker.stop()

    const decided = new Map<string, Set<string>>()
    const written = await stage.readAll('decisions')
    console.log(
      `${CRASHES} kills: ${lines.length} records, ${written.length} decisions written: ${written.length - lines.length} more than records, as repeats`,
    )
    for (const { value } of written) {
      const id = idOf(value)
      decided.set(id, (decided.get(id) ?? new Set()).add(value))
    }
    const expected = new Map<string, Set<string>>()
    for (const decision of scoreAsStage(lines, stage, 'hits')) expected.set(idOf(decision), new Set([decision]))

    const changed = [...decided].filter(([, values]) => values.size > 1)
    expect(changed).toEqual([])
    expect(decided.size).toBe(expected.size)
    expect(decided).toEqual(expected)
  })
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { VelocityStore } from '../../src/ports.ts'
import type { VelocityDefinition } from '../../src/velocity/plan.ts'
import { type KeepAlso, planVelocities } from '../../src/velocity/plan-velocities.ts'
import { countingRuleset, payment, play } from '../pipeline/play.ts'
import { expectAgreement, sayAll } from '../velocity/compare.ts'
import { batchSizes, definitions, histories } from '../velocity/histories.ts'
import { tellAll } from '../velocity/oracle.ts'

const LIFETIME = Number.POSITIVE_INFINITY
const KEPT: KeepAlso[] = [['ip'], ['card.fingerprint'], ['email'], ['customer.id']].map(by => ({
  by,
  keepMs: LIFETIME,
}))

/** Whether everything that it counts stands in the kept logs, whichever rules there were. */
function isWarmThen(definition: VelocityDefinition): boolean {
  const kept = planVelocities([], KEPT).logs.map(log => log.name)
  return planVelocities([definition]).logs.every(log => kept.includes(log.name))
}

const questions = fc.array(definitions, { minLength: 1, maxLength: 8 })
const warmQuestions = fc.array(definitions.filter(isWarmThen), { minLength: 1, maxLength: 8 })

/** What counts already stored are worth to rules that come later, told to each store alike. */
export function historySurvivesReloads(name: string, open: () => VelocityStore, runs: number): void {
  it(`${name}: velocities that come with a reload are as if they had been there all along`, async () => {
    const cuts = fc.nat({ max: 120 })
    await fc.assert(
      fc.asyncProperty(
        histories(120),
        questions,
        warmQuestions,
        cuts,
        batchSizes,
        async (events, old, now, cut, size) => {
          const store = open()
          const after = planVelocities(now, KEPT)
          await sayAll(store, planVelocities(old, KEPT), events.slice(0, cut), size)
          const said = await sayAll(store, after, events.slice(cut), size)
          await store.close()
          expectAgreement(said, tellAll(events, now).slice(cut), after, now)
        },
      ),
      { numRuns: runs, interruptAfterTimeLimit: 30_000 },
    )
  })

  it(`${name}: a rule added over the standard columns is warm at once, and decides as if it had always been there`, async () => {
    const first = { cards: '{ count: payments, by: card.fingerprint, window: 1h }' }
    const before = await countingRuleset(first)
    const after = await countingRuleset({
      ...first,
      spent: '{ sum: amount, by: card.fingerprint, window: 1h }',
      ips: '{ distinct: ip, by: card.fingerprint, window: 1h }',
    })
    const payments = [0, 1, 2, 3, 4, 5].map(at => payment(`p${at}`, at, { ip: `81.2.69.${at + 1}` }))
    const reloaded = open()
    let asked = 0
    const swapped = await play(before, payments, {
      velocity: reloaded,
      batchRecordsMax: 1,
      ruleset: () => (asked++ < 3 ? before : after),
    })
    await reloaded.close()
    const always = open()
    const { of } = await play(after, payments, { velocity: always, batchRecordsMax: 1 })
    await always.close()

    const reasons = swapped.decisions.map(decision => decision.hits[0]!.reason)
    expect(reasons[2]).toBe('cards 3')
    expect(reasons[3]).toBe('cards 4, spent 40.00, ips 4')
    expect(swapped.decisions.map(each => each.ruleset)).toEqual([
      ...[0, 1, 2].map(() => before.hash),
      ...[3, 4, 5].map(() => after.hash),
    ])
    expect(swapped.of('decisions').slice(3)).toEqual(of('decisions').slice(3))
  })
}

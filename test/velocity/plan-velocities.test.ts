import { describe, expect, test } from 'vitest'
import type { VelocityDefinition } from '../../src/velocity/plan.ts'
import { isWarm, planVelocities } from '../../src/velocity/plan-velocities.ts'
import { COUNT_BY_IP } from './count-by-ip.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const velocity = (asked: Partial<VelocityDefinition> = {}): VelocityDefinition => ({ ...COUNT_BY_IP, ...asked })
const where = (text: string, reads: string[]) => ({ where: text, whereHolds: { reads, holds: () => true } })

describe('planning velocities', () => {
  test('equal velocities are one, and every velocity finds its log', () => {
    const plan = planVelocities([velocity(), velocity({ by: ['email'] }), velocity(), velocity({ current: 'exclude' })])
    expect(plan.velocities).toHaveLength(3)
    expect(plan.logOf.map(log => plan.logs[log]!.name)).toEqual(['ip', 'email', 'ip'])
  })

  test('the order of keys means nothing', () => {
    const [one, other] = [
      ['ip', 'merchant.id'],
      ['merchant.id', 'ip'],
    ].map(by => planVelocities([velocity({ by })]))
    expect(one!.logs).toEqual(other!.logs)
  })

  test.each([
    ['one standard key', ['ip'], 'ip'],
    [
      'several standard keys: the most particular one, the rest is matched',
      ['ip', 'card.fingerprint'],
      'card.fingerprint',
    ],
    ['a standard key and a country', ['billing.country', 'ip'], 'ip'],
    ['a country alone', ['billing.country'], 'billing.country'],
    ['a key that records do not keep', ['ip', 'merchant.category'], 'ip+merchant.category'],
  ])('%s', (_, by, name) => {
    expect(planVelocities([velocity({ by })]).logs.map(log => log.name)).toEqual([name])
  })

  test.each([
    ['a count', velocity(), true],
    ['a sum of amounts', velocity({ fn: 'sum', field: 'amount' }), true],
    ['a sum of anything else', velocity({ fn: 'sum', field: 'order.quantity' }), false],
    ['distinct standard columns', velocity({ fn: 'distinct', field: 'card.fingerprint' }), true],
    ['distinct others', velocity({ fn: 'distinct', field: 'card.bin' }), false],
    ['a ratio of kinds', velocity({ fn: 'ratio', field: 'declines' }), true],
    ['a ratio of a field', velocity({ fn: 'ratio', field: 'email.disposable' }), false],
    ['a where over plain columns', velocity(where('amount > 50', ['amount', 'ip.country'])), true],
    ['a where over a hashed column', velocity(where('email == "x"', ['email'])), false],
    ['a where over anything else', velocity(where('channel == "web"', ['channel'])), false],
  ])('%s is warm at once: %s', (_, definition, warm) => {
    expect(isWarm(definition)).toBe(warm)
    expect(planVelocities([definition]).logs[0]!.own === undefined).toBe(warm)
  })

  test('velocities with one field and `where` share their own log, others do not', () => {
    const own = (asked: Partial<VelocityDefinition>) => velocity({ fn: 'sum', field: 'order.quantity', ...asked })
    const plan = planVelocities([
      own({}),
      own({ fn: 'avg', window: { kind: 'sliding', ms: DAY_MS } }),
      own(where('channel == "web"', ['channel'])),
      own({ field: 'customer.age_days' }),
    ])
    expect(plan.logOf).toEqual([0, 0, 1, 2])
  })

  test('logs reach back as far as their longest window, and a day more for late events', () => {
    const long = velocity({ window: { kind: 'sliding', ms: 30 * DAY_MS } })
    const [ip, email] = planVelocities([velocity(), long], [{ by: ['email'], keepMs: 7 * DAY_MS }]).logs
    expect(ip).toMatchObject({ name: 'ip', keepMs: 31 * DAY_MS })
    expect(email).toMatchObject({ name: 'email', keepMs: 8 * DAY_MS })
    expect(planVelocities([velocity({ window: { kind: 'lifetime' } })]).logs[0]!.keepMs).toBe(Number.POSITIVE_INFINITY)
  })
})

import { describe, expect, it } from 'vitest'
import { decide } from '../../src/engine/decide.ts'
import { compileFiles, frameOf, POLICY, rulesetOf, ruleText } from './engine-fixture.ts'

const SIZE = 4000
const ids = Array.from({ length: SIZE }, (_, at) => `pay_${at}`)

const seen = (score: number) => ruleText('seen', { score })
const withHoldout = (share: string, score = 60) =>
  rulesetOf({ 'policy.yaml': `${POLICY}holdout: ${share}\n`, 'seen.yaml': seen(score) })

function actions(ruleset: ReturnType<typeof rulesetOf>, list = ids) {
  return list.map(id => decide(ruleset, frameOf(ruleset, { id }), 'hits'))
}

describe('the hold-out', () => {
  it('lets about its share of would-be reviews pass, says so, and keeps them out of the queues', () => {
    const held = actions(withHoldout('5%')).filter(({ heldOut }) => heldOut === true)
    // Of 4,000 drawn with 5 % the number is within five standard deviations (69) of 200, unless the draw is no fair one.
    expect(Math.abs(held.length - SIZE * 0.05)).toBeLessThan(69)
    for (const each of held) {
      expect(each).toMatchObject({ action: 'allow', score: 60, hits: [{ rule: 'seen' }] })
      expect(each.queue).toBeUndefined()
    }
  })

  it('draws the same payments whatever the rules, and more of them where the share is larger', () => {
    const heldIds = (share: string) =>
      new Set(actions(withHoldout(share)).flatMap(each => (each.heldOut ? [each.paymentId] : [])))
    const few = heldIds('2%')
    const many = heldIds('20%')
    expect([...few].every(id => many.has(id))).toBe(true)
    expect(few).toEqual(heldIds('2%'))
  })

  it('never touches blocks, what is allowed anyway, or a ruleset without one', () => {
    expect(actions(withHoldout('50%', 100)).every(({ action }) => action === 'block')).toBe(true)
    expect(actions(withHoldout('50%', 10)).some(({ heldOut }) => heldOut)).toBe(false)
    const without = rulesetOf({ 'seen.yaml': seen(60) })
    expect(actions(without).every(({ action, heldOut }) => action === 'review' && heldOut === undefined)).toBe(true)
  })

  it('is a share, and says where it is none', () => {
    const { problems } = compileFiles({ 'policy.yaml': `${POLICY}holdout: lots\n` })
    expect(problems).toContainEqual(
      expect.objectContaining({ severity: 'error', message: expect.stringContaining('holdout') }),
    )
  })
})

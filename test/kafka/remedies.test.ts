import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { messageOf } from '../../src/kafka/failure.ts'
import { REMEDIES } from '../../src/kafka/remedies.ts'
import { Outage } from '../../src/model/problem.ts'
import { SETTING_NAMES } from '../../src/settings/table.ts'

test('remedies name settings and pages that exist', () => {
  const words = [...REMEDIES.values()].flatMap(each =>
    [...each.matchAll(/\bkafka\.\w+|docs\/[\w.]+\w/g)].map(([word]) => word),
  )
  const known: readonly string[] = SETTING_NAMES
  expect(words.filter(each => !known.includes(each) && !existsSync(each))).toEqual([])
  expect(new Set(words).size).toBeGreaterThan(5)
})

test('a remedy is found at any depth, and said once', () => {
  const inner = Object.assign(new Error('self-signed certificate'), { code: 'SELF_SIGNED_CERT_IN_CHAIN' })
  const outer = new Error('gave up', { cause: inner })
  const said = `gave up; ${REMEDIES.get('SELF_SIGNED_CERT_IN_CHAIN')}`
  expect(messageOf(outer)).toBe(said)
  expect(messageOf(new Outage('kafka', messageOf(outer), outer))).toBe(said)
  expect(messageOf(new Error('another'))).toBe('another')
})

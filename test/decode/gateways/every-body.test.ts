import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { GatewayName } from '../../../src/decode/gateways/gateway-table.ts'
import { type GatewayEvent, gatewayEvents } from '../../../src/intake/gateway-event.ts'
import { bodiesPage, tryBodies } from './bodies-page.ts'
import { JUDGE } from './decoders.ts'

const SHARED = process.env.TRIPLINE_TEST_DATA ?? join(import.meta.dirname, '../../../../shared/data')
const folder = join(SHARED, 'gateway-payloads')

if (existsSync(folder)) everyBody()
else test('absent: gateway-payloads', () => undefined)

function everyBody(): void {
  const tried = tryBodies(folder)

  test('docs/gateways.md says what becomes of every body; renew it with vitest -u', async () => {
    const page = bodiesPage(tried)
    console.log(page)
    await expect(page).toMatchFileSnapshot('../../../docs/gateways.md')
  })

  test('every body of every gateway is known', () => {
    expect(tried.length).toBeGreaterThanOrEqual(236)
    const unknown = tried.flatMap(({ gateway, file, events }) =>
      events.some(({ kind }) => kind === 'unknown') ? [`${gateway}/${file}`] : [],
    )
    expect(unknown).toEqual([])
  })

  test('with a date of today, only an amount without a currency is refused by the decoder', () => {
    const refused = tried.flatMap(({ gateway, body, file }) =>
      gatewayEvents(gateway, today(body), undefined, undefined, JUDGE).flatMap(event =>
        event.becomes === 'refused' && event.problem.code !== 'no-notification'
          ? [`${gateway}/${file} ${event.problem.code} ${event.problem.field}`]
          : [],
      ),
    )
    const reasons = refused.map(each => each.split(' ').slice(1).join(' '))
    expect([...new Set(reasons)].sort()).toEqual(['missing-field currency'])
    expect(refused.length).toBe(6)
  })

  test('nothing of a card but what may be kept is in any of them', () => {
    const kept = tried.flatMap(({ events }) =>
      events.flatMap(event => ('json' in event ? event.json : JSON.stringify(event))),
    )
    const text = kept.join('\n')
    expect(text).not.toMatch(/"(?:number|cvv|cvc2|credit_card_number|exp_month)\\?"/)
    expect(text).not.toContain('1234560000001234')
  })

  describe('a body with anything in the place of any part of it', () => {
    const spots = tried.map(({ gateway, body, file }) => ({ gateway, file, body, paths: pathsOf(body) }))
    const junk = fc.oneof(
      fc.constantFrom(null, '', ' ', '-0.01', 'true', true, false, 0, -1, 1e21, 2 ** 60, [], {}, [[]], '🦊'),
      fc.jsonValue(),
    )
    test('is mapped, ignored or refused with a code, and never throws', () => {
      const results = new Map<GatewayEvent['becomes'], number>()
      fc.assert(
        fc.property(fc.nat(spots.length - 1), fc.nat(), junk, (which, where, value) => {
          const { gateway, body, paths } = spots[which]!
          const changed = replaced(body, paths[where % paths.length]!, value)
          for (const event of gatewayEvents(gateway, changed, undefined, undefined, JUDGE)) {
            results.set(event.becomes, (results.get(event.becomes) ?? 0) + 1)
            if (event.becomes === 'refused') expect(event.problem.code).toMatch(/^[a-z0-9-]+$/)
          }
        }),
        { numRuns: 3000 },
      )
      expect([...results.keys()].sort()).toEqual(['ignored', 'outcome', 'payment', 'refused'])
    })

    test('is the same outcome or payment when nothing that the table names was touched', () => {
      const gateway: GatewayName = 'stripe'
      const { body, events } = tried.find(({ file }) => file === 'dispute.json')!
      const more = { ...(body as object), nobody_knows_this: { charge: 'ch_other' } }
      expect(gatewayEvents(gateway, more, undefined, undefined, JUDGE)).toEqual(events)
    })
  })
}

/** Dates before 2020 become dates of 2026, also where they are seconds. */
function today(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(today)
  if (typeof value === 'string') return value.replace(/^(?:19|20[01])\d(?=-\d\d-\d\d)/, '2026')
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, name === 'created' ? 1_790_000_000 : today(inner)]),
  )
}

function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, [...path, name]))]
}

function replaced(value: unknown, [name, ...rest]: readonly string[], by: unknown): unknown {
  if (name === undefined) return by
  if (Array.isArray(value)) return value.map((each, at) => (String(at) === name ? replaced(each, rest, by) : each))
  const object = value as Record<string, unknown>
  return { ...object, [name]: replaced(object[name], rest, by) }
}

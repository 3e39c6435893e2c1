import { expect } from 'vitest'
import type { GatewayName } from '../../../src/decode/gateways/gateway-table.ts'
import { gatewayEvents } from '../../../src/intake/gateway-event.ts'
import { JUDGE } from './decoders.ts'

export const AT = '2026-11-21T10:15:30Z'
export const AT_SECONDS = Date.parse(AT) / 1000

export const judge = (gateway: GatewayName, body: unknown, merchantId?: string) =>
  gatewayEvents(gateway, body, merchantId, undefined, JUDGE)

/** What the only part of a body becomes; its code where it is refused. */
export function only(gateway: GatewayName, body: unknown, merchantId?: string): Record<string, unknown> {
  const [event, ...others] = judge(gateway, body, merchantId)
  expect(others).toEqual([])
  if (event?.becomes === 'refused') return { refused: event.problem.code, field: event.problem.field }
  if (event?.becomes === 'ignored') return { ignored: event.kind }
  return { becomes: event!.becomes, ...JSON.parse((event as { json: string }).json) }
}

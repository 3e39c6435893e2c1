import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GATEWAYS, type GatewayName } from '../../../src/decode/gateways/gateway-table.ts'
import { readGatewayBody } from '../../../src/decode/gateways/read-gateway-body.ts'
import { type GatewayEvent, gatewayEvents } from '../../../src/intake/gateway-event.ts'
import { JUDGE } from './decoders.ts'

const BYTES_MAX = 1 << 20

export interface TriedBody {
  gateway: GatewayName
  file: string
  body: unknown
  events: GatewayEvent[]
}

/** Every file of the folder, read and judged. Throws for one that cannot be read at all. */
export function tryBodies(folder: string): TriedBody[] {
  return GATEWAYS.flatMap(gateway =>
    readdirSync(join(folder, gateway))
      .sort()
      .map(file => {
        const read = readGatewayBody(gateway, readFileSync(join(folder, gateway, file)), BYTES_MAX)
        if (!('body' in read)) throw new Error(`${gateway}/${file}: ${read.message}`)
        return {
          gateway,
          file,
          body: read.body,
          events: gatewayEvents(gateway, read.body, undefined, undefined, JUDGE),
        }
      }),
  )
}

interface Row {
  gateway: string
  kind: string
  becomes: string
  bodies: number
}

/** docs/gateways.md: kinds and counts, and nothing of what the bodies hold. */
export function bodiesPage(tried: readonly TriedBody[]): string {
  const rows = new Map<string, Row>()
  for (const { gateway, events } of tried) {
    for (const event of events) {
      const becomes = becomesText(event)
      const key = `${gateway}|${event.kind}|${becomes}`
      const row = rows.get(key) ?? { gateway, kind: event.kind, becomes, bodies: 0 }
      row.bodies++
      rows.set(key, row)
    }
  }
  const lines = [...rows.values()].map(
    ({ gateway, kind, bodies, becomes }) => `| ${gateway} | ${kind} | ${bodies} | ${becomes} |`,
  )
  const count = (becomes: GatewayEvent['becomes']): number =>
    tried.flatMap(({ events }) => events).filter(event => event.becomes === becomes).length
  return [
    '# What becomes of the bodies of gateways',
    '',
    "Made by a test from the trial bodies (the vendors' own API descriptions and SDKs), through the tables in `src/decode/gateways` and the",
    'decoder that the stream has; renew it with `npm run gateways -- -u`. A body that holds several counts once for each. What is refused becomes a',
    '[dead letter](dead-letters.md) and is answered with 400; what is ignored is counted and answered with 200. Many trial bodies bear',
    'dates of 2005 to 2013, which the decoder refuses as `implausible-time`; the same bodies with a date of today become what the kind says, which the',
    'test makes sure of.',
    '',
    `${tried.length} files: ${count('payment')} payments, ${count('outcome')} outcomes, ${count('ignored')} ignored, ${count('refused')} refused.`,
    '',
    '| gateway | body | count | becomes |',
    '|---|---|---|---|',
    ...lines,
    '',
  ].join('\n')
}

function becomesText(event: GatewayEvent): string {
  if (event.becomes === 'ignored') return `ignored: ${event.reason}`
  if (event.becomes === 'refused') {
    const { code, field, message } = event.problem
    const where = field === undefined ? '' : ` (\`${field}\`)`
    return `refused, \`${code}\`${where}: ${message.replaceAll('|', ' ')}`
  }
  const { type, stage } = JSON.parse(event.json) as { type?: string; stage?: string }
  if (event.becomes === 'payment') return 'a payment'
  return stage === undefined ? `a \`${type}\`` : `a \`${type}\`, stage \`${stage}\``
}

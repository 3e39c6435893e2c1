import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { judgeAgain } from '../../desk/judge-again.ts'
import { type Shipment, ship } from '../../desk/ship.ts'
import { terminal } from '../check.ts'
import { fileFault } from '../file-fault.ts'
import { type DeskPlace, withDesk } from './open-desk.ts'

export interface ShippedOptions extends DeskPlace {
  merchant?: string
  at?: string
  file?: string
}

const EXIT_GOOD = 0
const EXIT_PROBLEMS = 1
const EXIT_WRONG_USE = 2
const ROWS_AT_ONCE = 1000

/**
 * `tripline case shipped PAYMENT`, or `--file` with `{"paymentId","merchantId","shippedAt"}` on each line: these payments are no longer
 * scored again. Exit 1 when a line cannot be read; the others are noted.
 */
export async function shippedCommand(paymentId: string | undefined, options: ShippedOptions): Promise<number> {
  const { merchant = '', at = new Date().toISOString(), file } = options
  if ((paymentId === undefined) === (file === undefined))
    return complain('name one payment, or a --file of them', EXIT_WRONG_USE)
  if (Number.isNaN(Date.parse(at)))
    return complain(`--at is a time such as 2026-11-21T10:15:30Z, not \`${at}\``, EXIT_WRONG_USE)
  return withDesk(options, async ({ database, policy }) => {
    const read =
      file === undefined
        ? { shipments: [{ merchant_id: merchant, payment_id: paymentId!, shipped_at: at }], bad: [] }
        : await readShipments(file)
    if (typeof read === 'string') return complain(`${file} cannot be read: ${read}`, EXIT_PROBLEMS)
    let [added, known] = [0, 0]
    for (let from = 0; from < read.shipments.length; from += ROWS_AT_ONCE) {
      const part = read.shipments.slice(from, from + ROWS_AT_ONCE)
      const done = await database.transaction(sql => ship(sql, part))
      const news = part.map(each => ({ merchantId: each.merchant_id, paymentId: each.payment_id }))
      await database.transaction(sql => judgeAgain(sql, policy, news))
      added += done.added
      known += done.known
    }
    const waiting = read.shipments.length - known
    const rest = waiting === 0 ? '' : `; ${waiting} not known yet, noted for when they come`
    terminal.log(`${read.shipments.length} shipped, ${added} of them news${rest}`)
    for (const line of read.bad)
      terminal.error(`tripline: ${file}:${line}: no shipment; write {"paymentId": "…", "shippedAt": "…"}`)
    return read.bad.length === 0 ? EXIT_GOOD : EXIT_PROBLEMS
  })
}

async function readShipments(path: string): Promise<{ shipments: Shipment[]; bad: number[] } | string> {
  const shipments: Shipment[] = []
  const bad: number[] = []
  let number = 0
  try {
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
      number++
      if (line.trim() === '') continue
      const shipment = shipmentOf(line)
      if (shipment === undefined) bad.push(number)
      else shipments.push(shipment)
    }
  } catch (error) {
    return fileFault(error)
  }
  return { shipments, bad }
}

function shipmentOf(line: string): Shipment | undefined {
  try {
    const { paymentId, merchantId = '', shippedAt } = JSON.parse(line) as Record<string, unknown>
    const isOne = typeof paymentId === 'string' && typeof merchantId === 'string' && typeof shippedAt === 'string'
    if (!isOne || Number.isNaN(Date.parse(shippedAt))) return undefined
    return { merchant_id: merchantId, payment_id: paymentId, shipped_at: new Date(shippedAt).toISOString() }
  } catch {
    return undefined
  }
}

function complain(text: string, code: number): number {
  terminal.error(`tripline: ${text}`)
  return code
}

import { anyKeySigned } from './same-bytes.ts'
import type { Verify } from './signed-request.ts'

/** What is signed of an item, in this order. */
const SIGNED = [
  'pspReference',
  'originalReference',
  'merchantAccountCode',
  'merchantReference',
  'amount.value',
  'amount.currency',
  'eventCode',
  'success',
] as const

/**
 * Adyen signs some fields of each item and puts the Base64 of the HMAC-SHA256 into the item; its newer webhooks sign the whole body
 * and say so in the header `HmacSignature`. Keys are hexadecimal. What is not among the signed fields (the reason, the deadline) is not
 * vouched for: that is Adyen's own limit. Source: Adyen, "Verify HMAC signatures".
 */
export function verifyAdyen(hexKeys: readonly string[], parse: (body: Buffer) => unknown): Verify {
  const keys = hexKeys.map(key => Buffer.from(key, 'hex'))
  return ({ header, body }) => {
    const ofBody = header('hmacsignature')
    const items = itemsOf(parse(body))
    if (items === undefined) {
      return ofBody !== undefined && anyKeySigned(keys, [body], Buffer.from(ofBody, 'base64'))
    }
    return items.length > 0 && items.every(item => isSigned(item, keys))
  }
}

function isSigned(item: unknown, keys: readonly Buffer[]): boolean {
  const given = at(item, 'additionalData.hmacSignature')
  if (typeof given !== 'string') return false
  const text = SIGNED.map(path => textOf(at(item, path))).join(':')
  return anyKeySigned(keys, [text], Buffer.from(given, 'base64'))
}

/** The items of a standard webhook; undefined for a body of another kind. */
function itemsOf(body: unknown): unknown[] | undefined {
  const items = at(body, 'notificationItems')
  return Array.isArray(items) ? items.map(each => at(each, 'NotificationRequestItem')) : undefined
}

function at(value: unknown, path: string): unknown {
  let found = value
  for (const name of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined
    found = (found as Record<string, unknown>)[name]
  }
  return found
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''

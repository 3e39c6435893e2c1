import type { GatewayName } from './gateway-table.ts'

/** Where the answers of a gateway to a question for its events list these; what they list is bodies as it posts them. */
const EVENT_LISTS: Partial<Record<GatewayName, string>> = { stripe: 'data', paypal: 'events', square: 'events' }

/**
 * The bodies in one parsed document: each of a list, each event of a list of events as a gateway answers with it, otherwise the document itself.
 */
export function bodiesIn(gateway: GatewayName, document: unknown): readonly unknown[] {
  if (Array.isArray(document)) return document.length === 0 ? [document] : document
  const name = EVENT_LISTS[gateway]
  if (name === undefined || typeof document !== 'object' || document === null) return [document]
  const listed = (document as Record<string, unknown>)[name]
  return Array.isArray(listed) && listed.length > 0 && listed.every(isEvent) ? listed : [document]
}

/** Events have a type beside what they tell of; a list of the objects themselves is known to the tables. */
function isEvent(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { object, type, event_type: eventType } = value as Record<string, unknown>
  return object === 'event' || eventType !== undefined || (object === undefined && typeof type === 'string')
}

import type { EventKind, EventStatus, VelocityEvent } from '../../src/velocity/event.ts'

export type Field = string | number | boolean

/** An event as plain data, with its fields by catalogue name. */
export interface SampleEvent extends VelocityEvent {
  content: string
  fields: Readonly<Record<string, Field | undefined>>
}

export interface SampleOptions {
  kind?: EventKind
  merchantId?: string
  id: string
  paymentId?: string
  timeMs: number
  status?: EventStatus
  declineCode?: string
  amountMinor?: number | undefined
  content?: string
  fields?: Record<string, Field | undefined>
}

export function sampleEvent(options: SampleOptions): SampleEvent {
  const { kind = 'payment', merchantId = 'm_1', id, timeMs, status = 'pending', declineCode = '' } = options
  const fields = options.fields ?? {}
  const amountMinor = 'amountMinor' in options ? options.amountMinor : 1000
  const content = options.content ?? JSON.stringify([id, amountMinor, fields])
  return {
    kind,
    merchantId,
    id,
    paymentId: options.paymentId ?? id,
    timeMs,
    status,
    declineCode,
    amountMinor,
    content,
    addContent: to => to.addText(content),
    fields,
    value: name => {
      if (name === 'amount') return amountMinor === undefined ? undefined : amountMinor / 100
      if (name === 'status') return kind === 'payment' ? status : undefined
      return fields[name]
    },
    key: name => (fields[name] === undefined ? undefined : String(fields[name])),
  }
}

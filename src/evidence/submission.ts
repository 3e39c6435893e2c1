import type { EvidenceKind } from '../model/evidence.ts'
import { ADYEN_DOCUMENTS, FILE_LIMITS, type Gateway, PAYPAL_TYPES, STRIPE_FIELDS } from './gateway-fields.ts'
import type { Attachment, Pack } from './pack.ts'

export const PDF_PATH = 'evidence.pdf'

export interface Submission {
  gateway: Gateway
  /** In the gateway's own names; files by their path in the ZIP. */
  fields: unknown
  /** What the gateway will not take as it is, one sentence each. */
  warnings: string[]
}

/** The evidence of a pack under the names by which a gateway takes it. Nothing is sent. */
export function submissionOf(gateway: Gateway, pack: Pack, pdfBytes: number): Submission {
  const isTaken = ({ item }: Attachment): boolean => FILE_LIMITS[gateway].types.includes(item.mediaType)
  const taken = { ...pack, attachments: pack.attachments.filter(isTaken) }
  const fields = { stripe: stripeFields, paypal: paypalEvidence, adyen: adyenDocuments }[gateway](taken)
  return { gateway, fields, warnings: warningsOf(gateway, pack.attachments, pdfBytes) }
}

function stripeFields(pack: Pack): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const [field, { takes, from }] of Object.entries(STRIPE_FIELDS)) {
    for (const kind of from) {
      const value = takes === 'file' ? fileOf(pack, kind) : textOf(pack, kind)
      if (value === undefined) continue
      fields[field] = value
      break
    }
  }
  return fields
}

function fileOf(pack: Pack, kind: EvidenceKind | 'pack' | 'answer'): string | undefined {
  if (kind === 'pack') return PDF_PATH
  return pack.attachments.find(({ item }) => item.kind === kind)?.path
}

function textOf(pack: Pack, kind: EvidenceKind | 'pack' | 'answer'): string | undefined {
  if (kind === 'answer') return pack.statement.text
  const piece = pack.pieces.find(each => each.kind === kind)
  if (piece === undefined) return undefined
  const written = piece.items.find(({ mediaType }) => mediaType === 'text/plain')
  const rows = piece.rows.map(([label, value]) => (piece.rows.length === 1 ? value : `${label}: ${value}`))
  return rows.length > 0 ? rows.join('\n') : written?.bytes.toString('utf8')
}

function paypalEvidence(pack: Pack): unknown {
  const mapped = Object.entries(PAYPAL_TYPES).flatMap(([type, kinds]) => {
    const documents = pack.attachments.filter(({ item }) => kinds.includes(item.kind)).map(({ path }) => path)
    const notes = kinds.flatMap(kind => {
      const text = textOf(pack, kind)
      return text === undefined || pack.pieces.find(each => each.kind === kind)!.rows.length === 0 ? [] : [text]
    })
    const tracking = type === 'PROOF_OF_FULFILLMENT' ? textOf(pack, 'tracking_number') : undefined
    const info = tracking && {
      tracking_info: [{ carrier_name: textOf(pack, 'shipping_carrier') ?? 'OTHER', tracking_number: tracking }],
    }
    if (documents.length === 0 && notes.length === 0) return []
    return [{ evidence_type: type, ...(info ? { evidence_info: info } : {}), documents, notes: notes.join('\n') }]
  })
  const listed = new Set(Object.values(PAYPAL_TYPES).flat())
  const others = pack.attachments.filter(({ item }) => !listed.has(item.kind)).map(({ path }) => path)
  return [...mapped, { evidence_type: 'OTHER', documents: [PDF_PATH, ...others], notes: pack.statement.text }]
}

function adyenDocuments(pack: Pack): unknown {
  const documents = Object.entries(ADYEN_DOCUMENTS).flatMap(([code, kinds]) =>
    pack.attachments
      .filter(({ item }) => kinds.includes(item.kind))
      .map(({ path, item }) => ({ defenseDocumentTypeCode: code, contentType: item.mediaType, content: path })),
  )
  return [
    { defenseDocumentTypeCode: 'DefenseMaterial', contentType: 'application/pdf', content: PDF_PATH },
    ...documents,
  ]
}

function warningsOf(gateway: Gateway, attachments: readonly Attachment[], pdfBytes: number): string[] {
  const { types, bytesMax, togetherMax } = FILE_LIMITS[gateway]
  const warnings = attachments.flatMap(({ path, item }) => {
    if (!types.includes(item.mediaType))
      return [`${gateway} takes no ${item.mediaType}: ${path} is shown in ${PDF_PATH} only`]
    const most = bytesMax[item.mediaType]
    return most !== undefined && item.bytes.length > most
      ? [`${gateway} takes at most ${most.toLocaleString('en')} bytes of ${item.mediaType}: ${path} is larger`]
      : []
  })
  const together = attachments.reduce((sum, { item }) => sum + item.bytes.length, pdfBytes)
  if (togetherMax !== undefined && together > togetherMax) {
    warnings.push(
      `${gateway} takes at most ${togetherMax.toLocaleString('en')} bytes together, and this is ${together.toLocaleString('en')}`,
    )
  }
  return warnings
}

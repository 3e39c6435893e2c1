import { zipSync } from 'fflate'
import type { Gateway } from './gateway-fields.ts'
import { sha256 } from './keep-items.ts'
import type { Pack } from './pack.ts'
import { packPdf } from './pdf/pack-pdf.ts'
import { PDF_PATH, type Submission, submissionOf } from './submission.ts'

export interface WrittenPack {
  pdf: Buffer
  zip: Buffer
  /** SHA-256 of the ZIP, hexadecimal. */
  zipHash: string
  submission: Submission | undefined
}

/** The files of a pack. The same pack makes the same bytes. */
export async function writePack(pack: Pack, gateway: Gateway | undefined): Promise<WrittenPack> {
  const pdf = await packPdf(pack)
  const submission = gateway && submissionOf(gateway, pack, pdf.length)
  const files = new Map<string, Buffer>([
    [PDF_PATH, pdf],
    ['evidence.json', json(evidenceJson(pack))],
    ['statement.txt', Buffer.from(`${pack.statement.text}\n`)],
    ...(submission === undefined ? [] : [[`for-${submission.gateway}.json`, json(submission.fields)] as const]),
    ...pack.attachments.map(({ path, item }) => [path, item.bytes] as const),
  ])
  const listed = [...files].map(([name, bytes]) => ({ name, bytes: bytes.length, sha256: sha256(bytes) }))
  files.set('manifest.json', json({ case: pack.caseId, asOf: pack.asOf, files: listed }))
  const zip = Buffer.from(zipSync(Object.fromEntries(files), { level: 6, mtime: localNoon(pack.asOf) }))
  return { pdf, zip, zipHash: sha256(zip), submission }
}

/** ZIP has no time zone and the library writes local time: noon of the day is the same bytes everywhere. */
function localNoon(iso: string): Date {
  const [year, month, day] = iso.slice(0, 10).split('-').map(Number)
  return new Date(Math.max(1980, year!), month! - 1, day!, 12)
}

function json(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
}

/** All that the PDF shows, for programs. */
function evidenceJson(pack: Pack): unknown {
  const { playbook, pieces, attachments, statement, completeness } = pack
  return {
    case: pack.caseId,
    dispute: pack.disputeId,
    reason: pack.reason,
    network: pack.network,
    playbook: playbook.name,
    amount: pack.amount,
    disputedAt: pack.disputedAt,
    asOf: pack.asOf,
    statement: statement.text,
    completeness: completeness.map(({ kind, need, isThere }) => ({ kind, need, isThere })),
    facts: Object.fromEntries(
      pieces.filter(({ rows }) => rows.length > 0).map(({ kind, rows }) => [kind, Object.fromEntries(rows)]),
    ),
    timeline: pack.timeline,
    priorPayments: pack.prior,
    attachments: attachments.map(({ path, item: { kind, sha256, bytes } }) => ({
      path,
      kind,
      sha256,
      bytes: bytes.length,
    })),
  }
}

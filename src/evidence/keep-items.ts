import { createHash } from 'node:crypto'
import { type Acted, actOnCase } from '../desk/act-on-case.ts'
import type { Database, Sql } from '../ports.ts'
import type { CasePolicy } from '../ruleset/case-policy.ts'
import { CASE_BYTES_MAX, CASE_ITEMS_MAX, type EvidenceItem } from './item.ts'
import { type NewItem, refusedEvidence } from './judge-file.ts'

/** Of a whole addition: who, and when by the clock. */
export interface Adding {
  caseId: string
  by: string
  atMs: number
}

/**
 * Adds files and texts to a case, all or none, and says so in its history. A file that is there already, under the same kind, is
 * refused, so that an addition that is repeated adds nothing.
 */
export function addItems(
  database: Database,
  policy: CasePolicy,
  { caseId, by, atMs }: Adding,
  items: readonly NewItem[],
): Promise<Acted> {
  return database
    .transaction(async sql => {
      const added = items.map(item => ({ ...item, sha256: sha256(item.bytes) }))
      const said = added.map(
        ({ kind, name, bytes, sha256 }) =>
          `${kind} (${name}, ${bytes.length.toLocaleString('en')} bytes, SHA-256 ${sha256.slice(0, 16)})`,
      )
      // The note locks the case first, so that two people who add at once are numbered one after the other.
      const intent = { action: 'note' as const, by, text: `evidence added: ${said.join('; ')}` }
      const acted = await actOnCase(within(sql), policy, caseId, intent, atMs)
      if ('problem' in acted) return acted
      const [there] = await sql.query<{ count: number; size: number }>(
        'select count(*) as count, coalesce(sum(size_bytes), 0)::bigint as size from evidence_items where case_id = $1',
        [caseId],
      )
      const size = added.reduce((sum, { bytes }) => sum + bytes.length, there!.size)
      if (there!.count + added.length > CASE_ITEMS_MAX || size > CASE_BYTES_MAX) {
        const message = `${caseId} may hold ${CASE_ITEMS_MAX} files of ${CASE_BYTES_MAX.toLocaleString('en')} bytes together`
        throw new Refused(refusedEvidence('evidence-too-large', message))
      }
      for (const [index, { kind, name, mediaType, bytes, sha256 }] of added.entries()) {
        const [same] = await sql.query<{ number: number }>(
          'select number from evidence_items where case_id = $1 and kind = $2 and sha256 = $3',
          [caseId, kind, sha256],
        )
        if (same !== undefined) {
          throw new Refused(refusedEvidence('same-evidence', `${caseId} holds \`${name}\` as ${kind} already`))
        }
        await sql.query(
          `insert into evidence_items (case_id, number, kind, name, media_type, bytes, size_bytes, sha256, added_at, added_by)
         values ($1, $2, $3, $4, $5, decode($6, 'base64'), $7, $8, $9, $10)`,
          [
            caseId,
            there!.count + index + 1,
            kind,
            name,
            mediaType,
            bytes.toString('base64'),
            bytes.length,
            sha256,
            new Date(atMs).toISOString(),
            by,
          ],
        )
      }
      return acted
    })
    .catch((error: unknown) => {
      if (error instanceof Refused) return { problem: error.problem, since: [] }
      throw error
    })
}

/** Leaves the transaction without a trace; caught right here. */
class Refused extends Error {
  readonly problem: ReturnType<typeof refusedEvidence>
  constructor(problem: ReturnType<typeof refusedEvidence>) {
    super(problem.message)
    this.problem = problem
  }
}

/** What takes a database works inside a transaction that has begun. */
function within(sql: Sql): Database {
  return {
    query: (text, values) => sql.query(text, values),
    transaction: act => act(sql),
    execute: async statements => void (await sql.query(statements)),
    close: async () => undefined,
  }
}

interface ItemRow {
  number: number
  kind: EvidenceItem['kind']
  name: string
  media_type: EvidenceItem['mediaType']
  base64: string
  sha256: string
  added_at: Date
  added_by: string
}

/** All that people added to a case, in the order in which they did. */
export async function itemsOf(sql: Sql, caseId: string): Promise<EvidenceItem[]> {
  const rows = await sql.query<ItemRow>(
    `select number, kind, name, media_type, encode(bytes, 'base64') as base64, sha256, added_at, added_by
     from evidence_items where case_id = $1 order by number`,
    [caseId],
  )
  return rows.map(row => ({
    number: row.number,
    kind: row.kind,
    name: row.name,
    mediaType: row.media_type,
    bytes: Buffer.from(row.base64, 'base64'),
    sha256: row.sha256,
    addedAt: row.added_at.toISOString(),
    addedBy: row.added_by,
  }))
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

import { openEmbedded } from '../database/embedded.ts'
import { FolderInUse } from '../database/folder-lock.ts'
import { Postgres } from '../database/postgres.ts'
import type { Database } from '../ports.ts'

/** A server where the place is a `postgres://` URL, else the folder of an embedded one. A text is why it cannot be opened. */
export async function openDatabase(place: string): Promise<Database | string> {
  if (/^postgres(?:ql)?:\/\//.test(place)) return new Postgres({ url: place })
  try {
    return await openEmbedded(place)
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error
    return `${error.message}; an embedded database has one user at a time: end that process, or keep cases in PostgreSQL (postgres://…)`
  }
}

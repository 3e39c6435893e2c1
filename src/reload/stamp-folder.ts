import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** What a rules folder looks like from outside, without its contents. */
export interface FolderStamp {
  /** Differs when any file was written, replaced, renamed, added or removed, or a link leads elsewhere. */
  signature: string
  /** When the latest of the files changed, in milliseconds since 1970 as its file system tells. */
  newestMs: number
  /** Of rules and lists together: what else lies there, such as schemas for editors, is not read. */
  bytes: number
  /** Every folder in it, itself first. `identity` tells a folder from another one that took its name. */
  folders: { path: string; identity: string }[]
}

const READ = /\.(yaml|csv|txt)$/
const FOLDER_DEPTH_MAX = 8

/**
 * Cheap enough to be taken every few seconds. Follows links, as the reader of rules does. A folder that is not there has
 * a stamp too.
 */
export async function stampFolder(dir: string): Promise<FolderStamp> {
  const stamp: FolderStamp = { signature: '', newestMs: 0, bytes: 0, folders: [] }
  const entries: string[] = []
  await visit(dir, 0, stamp, entries)
  stamp.signature = entries.sort().join('\n')
  stamp.folders.sort((a, b) => a.path.length - b.path.length)
  return stamp
}

async function visit(path: string, depth: number, stamp: FolderStamp, entries: string[]): Promise<void> {
  const found = await stat(path, { bigint: true }).catch(error => (error as NodeJS.ErrnoException).code)
  if (typeof found !== 'object') {
    entries.push(`${path} ${found}`)
    return
  }
  const identity = `${found.dev}:${found.ino}`
  if (!found.isDirectory()) {
    entries.push(`${path} ${identity} ${found.size} ${found.mtimeNs} ${found.ctimeNs}`)
    if (READ.test(path)) stamp.bytes += Number(found.size)
    stamp.newestMs = Math.max(stamp.newestMs, Number(found.ctimeMs))
    return
  }
  entries.push(`${path} ${identity}`)
  stamp.folders.push({ path, identity })
  if (depth > FOLDER_DEPTH_MAX) return
  const names = await readdir(path).catch(() => [])
  const visible = names.filter(name => !name.startsWith('.'))
  await Promise.all(visible.map(name => visit(join(path, name), depth + 1, stamp, entries)))
}

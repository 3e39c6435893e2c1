import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Another process works in the folder, or another part of this one. */
export class FolderInUse extends Error {
  readonly folder: string
  readonly pid: number

  constructor(folder: string, pid: number) {
    super(`${folder} is in use by process ${pid}`)
    this.folder = folder
    this.pid = pid
  }
}

const ours = new Set<string>()

/** Takes a folder for its caller; the answered function lets it go. What a killed process left behind does not count. */
export function lockFolder(folder: string): () => void {
  const path = resolve(folder, 'tripline.lock')
  const written = join(folder, `.tripline.lock.${process.pid}`)
  writeFileSync(written, String(process.pid)) // a lock without its process in it must never be seen
  try {
    while (!isLinked(written, path)) {
      const pid = Number(readFileSync(path, 'utf8'))
      // In a container every run may have the same number.
      if (pid === process.pid ? ours.has(path) : isRunning(pid)) throw new FolderInUse(folder, pid)
      rmSync(path, { force: true })
    }
  } finally {
    rmSync(written, { force: true })
  }
  ours.add(path)
  return () => {
    ours.delete(path)
    rmSync(path, { force: true })
  }
}

function isLinked(written: string, path: string): boolean {
  try {
    linkSync(written, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

import { type FSWatcher, watch } from 'node:fs'
import type { FolderStamp } from './stamp-folder.ts'

interface Followed {
  identity: string
  watcher: FSWatcher
}

/**
 * Passes on what the operating system tells about folders, which makes a reload quick. It tells nothing about files that
 * links lead to, about network mounts, or past a limit of its own; so somebody has to look from time to time as well.
 */
export class FolderWatchers {
  private readonly followed = new Map<string, Followed>()
  private readonly onEvent: () => void

  constructor(onEvent: () => void) {
    this.onEvent = onEvent
  }

  /** From now on these folders, and no others. A folder that took the name of another one is watched anew. */
  follow(folders: FolderStamp['folders']): void {
    const wanted = new Map(folders.map(({ path, identity }) => [path, identity]))
    for (const [path, { identity }] of this.followed) if (wanted.get(path) !== identity) this.drop(path)
    for (const [path, identity] of wanted) if (!this.followed.has(path)) this.add(path, identity)
  }

  close(): void {
    this.follow([])
  }

  private add(path: string, identity: string): void {
    try {
      const watcher = watch(path, { persistent: false }, this.onEvent)
      watcher.on('error', () => this.drop(path))
      this.followed.set(path, { identity, watcher })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error // gone again, or no watches left: the looks remain
    }
  }

  private drop(path: string): void {
    this.followed.get(path)?.watcher.close()
    this.followed.delete(path)
  }
}

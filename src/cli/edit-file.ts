import { chmod, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileFault } from './file-fault.ts'

/** Why a file was not edited, for a person. */
export interface NotEdited {
  refused: string
}

/**
 * Replaces a file as a whole: a process that watches it sees the old text or the new one and never a part. The new text is
 * written beside it under a hidden name, which is the lock too: of two people who edit at once, the second is refused. `edit`
 * gets the text as it is (empty for a file that is not there yet) and answers the new one, or why there is none.
 */
export async function editFile(
  path: string,
  edit: (text: string) => Promise<{ text: string } | NotEdited>,
): Promise<NotEdited | undefined> {
  const target = await targetOf(path)
  const draft = join(dirname(target), `.${basename(target)}.tripline-edit`)
  const file = await open(draft, 'wx').catch((error: NodeJS.ErrnoException) => error)
  if (file instanceof Error) return { refused: cannotWrite(file, path, draft) }
  let isDone = false
  try {
    const text = await readWhole(target)
    const edited = await edit(text)
    if ('refused' in edited) return edited
    if (edited.text === text) return undefined
    await file.writeFile(edited.text)
    await file.sync()
    await file.close()
    const mode = (await stat(target).catch(() => undefined))?.mode
    if (mode !== undefined) await chmod(draft, mode & 0o7777)
    await rename(draft, target)
    isDone = true
    return undefined
  } finally {
    await file.close().catch(() => undefined)
    // Once renamed, a file of that name is the lock of somebody else.
    if (!isDone) await rm(draft, { force: true })
  }
}

/** The file behind links, so that a link goes on leading to it. */
async function targetOf(path: string): Promise<string> {
  return realpath(path).catch(async () => join(await realpath(dirname(path)), basename(path)))
}

/** As it is, a byte order mark too. */
async function readWhole(path: string): Promise<string> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => error)
  if (file instanceof Error) {
    if (file.code === 'ENOENT') return ''
    throw file
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.readFile())
  } finally {
    await file.close()
  }
}

function cannotWrite(error: NodeJS.ErrnoException, path: string, draft: string): string {
  if (error.code === 'EEXIST') return `somebody is editing ${path}; if not, remove ${draft}`
  return `${path} cannot be written: ${fileFault(error)}`
}

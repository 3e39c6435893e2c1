import { createFileSource, type FileSource } from '../embedded/file-source.ts'
import { fileFault } from './file-fault.ts'

/** A file to be read by lines, or `-` for standard input. A text is why it cannot be read. */
export function openFile(path: string): FileSource | string {
  try {
    return createFileSource({ path })
  } catch (error) {
    return `${path} cannot be read: ${fileFault(error)}`
  }
}

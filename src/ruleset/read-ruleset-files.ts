import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { ProblemList } from '../problems/problem-list.ts'
import { belongsAtTheTop, kindOf, type RulesetFile } from './ruleset-file.ts'

const YAML_BYTES_MAX = 256 * 1024
const LIST_BYTES_MAX = 128 * 1024 * 1024
const FOLDER_DEPTH_MAX = 8

/** Reads every file of the folder that means something. What cannot be read is a problem; a folder that is not there throws. */
export async function readRulesetFiles(dir: string, problems: ProblemList): Promise<RulesetFile[]> {
  const paths = (await pathsUnder(dir, 0)).map(path => relative(dir, path).split(sep).join('/')).sort()
  const files: RulesetFile[] = []
  for (const path of paths) {
    const kind = kindOf(path)
    const shown = join(dir, path)
    if (kind === undefined) {
      if (/\.ya?ml$/.test(path)) {
        problems.add('unexpected-file', firstLine(shown), 'this file is not read', {
          suggestion: howToBeRead(path),
        })
      }
      continue
    }
    const text = await readText(shown, kind === 'list' ? LIST_BYTES_MAX : YAML_BYTES_MAX, problems)
    if (text !== undefined) files.push({ kind, path, shown, text })
  }
  return files
}

function howToBeRead(path: string): string {
  if (path.startsWith('lists/')) return 'lists are .csv or .txt'
  if (path.startsWith('playbooks/')) return 'playbooks are .yaml, straight in the folder playbooks'
  return belongsAtTheTop(path) ? 'only the one at the top of the rules folder counts' : 'rename it to end in .yaml'
}

/** Follows links, because mounted folders are made of them; leaves out hidden files, which editors and mounts leave behind. */
async function pathsUnder(dir: string, depth: number): Promise<string[]> {
  const names = (await readdir(dir)).filter(name => !name.startsWith('.'))
  const found = await Promise.all(
    names.map(async name => {
      const path = join(dir, name)
      const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() ?? false
      if (!isFolder) return [path]
      return depth < FOLDER_DEPTH_MAX ? pathsUnder(path, depth + 1) : []
    }),
  )
  return found.flat()
}

async function readText(file: string, bytesMax: number, problems: ProblemList): Promise<string | undefined> {
  let bytes: Buffer
  try {
    const { size } = await stat(file)
    if (size > bytesMax) {
      problems.add('file-too-large', firstLine(file), `this file has ${size} bytes, and may have ${bytesMax}`)
      return undefined
    }
    bytes = await readFile(file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    problems.add('unreadable-file', firstLine(file), `this file cannot be read: ${String(error.code)}`)
    return undefined
  }
  return decodeText(file, bytes, problems)
}

function decodeText(file: string, bytes: Buffer, problems: ProblemList): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (!text.includes('\0')) return text
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
  }
  problems.add('not-text', firstLine(file), 'this file is not UTF-8 text', { suggestion: 'save it as UTF-8' })
  return undefined
}

function firstLine(file: string) {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 2 }
}

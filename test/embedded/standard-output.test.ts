import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** Writes lines until nobody reads, or until there are enough, and says on stderr how it ended. */
const WRITER = `
import { createFileSink } from './file-sink.js'
let isRead = true
const sink = createFileSink({ decisions: '-', onReaderGone: () => { isRead = false } })
let emitted = 0
while (isRead && emitted < 200_000) {
  await sink.emit(Array.from({ length: 1000 }, () => ({ topic: 'decisions', key: 'k', value: 'x'.repeat(99) })))
  emitted += 1000
}
await sink.emit([{ topic: 'decisions', key: 'k', value: 'after' }])
await sink.close()
console.error(isRead ? 'read to the end' : 'reader gone')
`

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'tripline-'))
  const compile = ['src/embedded/file-sink.ts', '--ignoreConfig', '--outDir', directory, '--rootDir', 'src/embedded']
  const settings = [
    '--module',
    'nodenext',
    '--target',
    'es2023',
    '--rewriteRelativeImportExtensions',
    '--noCheck',
    '--types',
    'node',
  ]
  execFileSync('node_modules/.bin/tsc', [...compile, ...settings], { stdio: 'inherit' })
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}')
  writeFileSync(join(directory, 'writer.js'), WRITER)
})
afterAll(() => rmSync(directory, { recursive: true }))

function run(onChunk: (chunk: Buffer, stop: () => void) => void): Promise<{ code: number | null; said: string }> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, ['writer.js'], { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    child.stdout.on('data', chunk => onChunk(chunk, () => child.stdout.destroy()))
    child.stderr.on('data', chunk => {
      said += chunk
    })
    child.once('close', code => resolve({ code, said: said.trim() }))
  })
}

describe('standard output', () => {
  it('takes as much as the reader takes, and no faster', async () => {
    let bytes = 0
    const ended = await run(chunk => {
      bytes += chunk.length
    })
    expect(ended).toEqual({ code: 0, said: 'read to the end' })
    expect(bytes).toBe(200_000 * 100 + 'after\n'.length)
  })

  it('ends quietly when the reader goes away, as `head` does', async () => {
    expect(await run((_chunk, stop) => stop())).toEqual({ code: 0, said: 'reader gone' })
  })
})

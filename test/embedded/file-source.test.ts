import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFileSource } from '../../src/embedded/file-source.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tripline-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

function file(content: string | Buffer): string {
  const path = join(directory, 'in')
  writeFileSync(path, content)
  return path
}

async function read(path: string, options = {}): Promise<[bigint, string][]> {
  const found: [bigint, string][] = []
  for await (const { records } of createFileSource({ path, ...options }).batches()) {
    for (const { offset, value } of records) found.push([offset, String(value)])
  }
  return found
}

describe('file source', () => {
  it('reads the last line without a line end, CRLF, a byte order mark, and leaves blank lines out', async () => {
    expect(await read(file('\ufeff{"a":1}\r\n\r\n  \n{"b":2}'))).toEqual([
      [1n, '{"a":1}'],
      [4n, '{"b":2}'],
    ])
  })

  it('tells gzip by its first bytes, whatever the name, and reads several members', async () => {
    const packed = Buffer.concat([gzipSync('one\ntwo\n'), gzipSync('three')])
    expect(await read(file(packed))).toEqual([
      [1n, 'one'],
      [2n, 'two'],
      [3n, 'three'],
    ])
  })

  it('reads an empty file and a file of one byte', async () => {
    expect(await read(file(''))).toEqual([])
    expect(await read(file('x'))).toEqual([[1n, 'x']])
  })

  it('keeps to the batch size', async () => {
    const path = file(Array.from({ length: 95 }, (_, i) => `${i}\n`).join(''))
    const sizes: number[] = []
    for await (const { records } of createFileSource({ path, batchRecordsMax: 10 }).batches())
      sizes.push(records.length)
    expect(sizes).toEqual([10, 10, 10, 10, 10, 10, 10, 10, 10, 5])
  })

  it('gives every line before the place where a gzip file is broken off, then says where', async () => {
    const lines = Array.from({ length: 5000 }, (_, i) => `${i} ${Math.sin(i)}\n`).join('')
    const packed = gzipSync(lines)
    const path = file(packed.subarray(0, packed.length >> 1))
    const found: string[] = []
    const reading = (async () => {
      for await (const { records } of createFileSource({ path }).batches())
        found.push(...records.map(each => String(each.value)))
    })()
    await expect(reading).rejects.toThrow(/cannot be read past line \d+: unexpected end of file/)
    expect(found.length).toBeGreaterThan(1000)
    expect(found.slice(0, -1)).toEqual(lines.split('\n').slice(0, found.length - 1))
  })

  it('knows how far it is', async () => {
    const path = file(gzipSync('one\ntwo\n'))
    const source = createFileSource({ path })
    expect(source.bytesTotal).toBeGreaterThan(20)
    for await (const _ of source.batches()) expect(source.bytesRead).toBe(source.bytesTotal)
  })

  it('throws at once when there is no such file', () => {
    expect(() => createFileSource({ path: join(directory, 'absent') })).toThrow('ENOENT')
  })
})

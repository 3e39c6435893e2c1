import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'

/** Node itself, as an npm package; fetched once and then found in npm's cache. */
const NODE_24 = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}@24.21.0`

const folder = mkdtempSync(join(tmpdir(), 'tripline-node-'))
let node24: string

function run(node: string, ...args: string[]): string {
  return execFileSync(node, ['dist/main.js', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

describe('Node 24', () => {
  beforeAll(() => {
    const where = ['exec', '--yes', `--package=${NODE_24}`, '--', 'node', '-p', 'process.execPath']
    node24 = execFileSync('npm', where, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
    run(process.execPath, 'generate', '--count', '3000', '--seed', '24', '--out', join(folder, 'payments.ndjson'))
  })

  it('is Node 24', () => {
    expect(execFileSync(node24, ['--version'], { encoding: 'utf8' })).toMatch(/^v24\./)
  })

  it('passes the tests inside the rule files', () => {
    expect(run(node24, 'test', 'rules')).toMatch(/^\d+ tests passed$/m)
  })

  it('makes the same stream and the same decisions as this Node, byte for byte', () => {
    run(node24, 'generate', '--count', '3000', '--seed', '24', '--out', join(folder, 'payments-24.ndjson'))
    expect(text('payments-24.ndjson')).toBe(text('payments.ndjson'))
    for (const [name, node] of Object.entries({ here: process.execPath, 'node-24': node24 })) {
      run(node, 'score', '--in', join(folder, 'payments.ndjson'), '--out', join(folder, name))
    }
    expect(text('node-24')).toBe(text('here'))
    expect(text('here').split('\n').length).toBeGreaterThan(3000)
  })
})

function text(name: string): string {
  return readFileSync(join(folder, name), 'utf8')
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { reloadOnHangup, tellReload } from '../../src/cli/live-ruleset.ts'
import { createMetrics } from '../../src/telemetry/create-metrics.ts'
import { collectingLog } from '../../src/telemetry/log.ts'
import { createReadiness } from '../../src/telemetry/readiness.ts'
import { freePort } from '../services/free-port.ts'
import { waitUntil } from '../services/wait-until.ts'
import { closeAll, newRules, ruleOf, rulesOf, watching } from './rules-folder.ts'

afterEach(closeAll)

describe('what is told of a reload', () => {
  it('is a warning for each problem with code and place, a gauge that stays up, and a process that stays ready', async () => {
    const log = collectingLog()
    const metrics = createMetrics({ processMetrics: false })
    const readiness = createReadiness()
    readiness.partitions(1)
    const dir = newRules()
    const { live, scores, until, write, reloads } = await watching(dir, {
      onReload: reload => {
        tellReload({ log, metrics, readiness }, reload)
        reloads.push(reload)
      },
    })
    const before = live.current().hash
    metrics.ruleset(live.current())
    readiness.ruleset(before)

    write('large.yaml', ruleOf('ten').replace('amount', 'amuont'))
    await until('refusal', () => reloads.at(-1)?.result === 'refused')
    expect(log.lines.map(({ level, fields }) => [level, fields.code ?? fields.errors, fields.place])).toEqual([
      ['warn', 2, undefined],
      ['warn', 'unknown-name', `${join(dir, 'large.yaml')}:4:8`],
      ['warn', 'wrong-type', `${join(dir, 'large.yaml')}:5:8`],
    ])
    expect(log.lines[1]!.fields).toMatchObject({ suggestion: 'did you mean `amount`?' })
    let scraped = await metrics.registry.metrics()
    expect(scraped).toMatch(/^tripline_ruleset_reloads_total\{result="refused"\} 1$/m)
    expect(scraped).toMatch(/^tripline_ruleset_refused 1$/m)
    expect(scraped).toContain(`tripline_ruleset_info{hash="${before}"} 1`)
    expect(readiness.state()).toMatchObject({ ready: true, ruleset: before })

    write('large.yaml', ruleOf(20))
    await until('mended rules', () => scores()[0] === 20)
    const { hash } = live.current()
    expect(log.lines.at(-1)).toMatchObject({ level: 'info', fields: { ruleset: hash, before, rules: 1 } })
    scraped = await metrics.registry.metrics()
    expect(scraped).toMatch(/^tripline_ruleset_reloads_total\{result="applied"\} 1$/m)
    expect(scraped).toMatch(/^tripline_ruleset_refused 0$/m)
    expect(scraped).toContain(`tripline_ruleset_info{hash="${hash}"} 1`)
    expect(scraped).not.toContain(before)
    expect(readiness.state()).toMatchObject({ ready: true, ruleset: hash })
  })
})

describe('SIGHUP', () => {
  it('asks for a reload until it is let go of', () => {
    let asked = 0
    const listeners = process.listenerCount('SIGHUP')
    const release = reloadOnHangup({ reload: async () => void asked++ })
    process.emit('SIGHUP')
    expect(asked).toBe(1)
    release()
    expect(process.listenerCount('SIGHUP')).toBe(listeners)
  })

  it.each([
    ['small', {}],
    ['so large that a thread reads it', { 'lists/many.txt': manyLines() }],
  ])('makes a running process read its rules, and a bad folder neither stops nor changes it: %s', async (_, more) => {
    const dir = newRules({ ...rulesOf(10), ...more })
    const port = await freePort()
    const worker = spawn(process.execPath, ['dist/main.js', 'run'], {
      env: { PATH: process.env.PATH, TRIPLINE_RULES_DIR: dir, TRIPLINE_HTTP_PORT: String(port) },
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    let written = ''
    worker.stdout.on('data', chunk => {
      written += chunk
    })
    const get = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text()
    const count = async (result: string) =>
      Number(new RegExp(`reloads_total\\{result="${result}"\\} (\\d+)`).exec(await get('/metrics'))?.[1])
    /** Waits for the decision, because standard input is read in batches that may be cut anywhere. */
    const scoreOf = async (id: string): Promise<number> => {
      const payment = { id, occurredAt: '2026-11-21T10:00:00Z', amount: '60.00', currency: 'USD' }
      worker.stdin.write(`${JSON.stringify(payment)}\n`)
      const line = await waitUntil(`decision on ${id}`, 60_000, () =>
        written.split('\n').find(each => each.includes(`"${id}"`) && each.endsWith('}')),
      )
      return JSON.parse(line).score
    }
    try {
      await waitUntil('a ready process', 90_000, async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok)
      expect(await scoreOf('first')).toBe(10)
      worker.kill('SIGHUP')
      await waitUntil('a reload that changes nothing', 60_000, async () => (await count('unchanged')) === 1)
      writeFileSync(join(dir, 'large.yaml'), ruleOf(20))
      worker.kill('SIGHUP')
      await waitUntil('new rules', 60_000, async () => (await count('applied')) === 1)
      expect(await scoreOf('second')).toBe(20)
      writeFileSync(join(dir, 'large.yaml'), 'rule: [')
      worker.kill('SIGHUP')
      await waitUntil('refused rules', 60_000, async () => (await count('refused')) >= 1)
      expect(await scoreOf('third')).toBe(20)
      expect(JSON.parse(await get('/readyz'))).toMatchObject({ ready: true, reasons: [] })
      const ended = once(worker, 'exit')
      writeFileSync(join(dir, 'large.yaml'), ruleOf(30))
      worker.kill('SIGHUP')
      worker.kill('SIGTERM') // what is being read then is let go of
      expect((await ended)[0]).toBe(0)
    } finally {
      worker.kill('SIGKILL')
    }
  })
})

function manyLines(): string {
  return Array.from({ length: 30_000 }, (_, at) => `customer-${at}\n`).join('')
}

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { type Finding, type FindOrder, findRules } from '../../src/reload/find-rules.ts'
import { FindingThread } from '../../src/reload/finding-thread.ts'
import { buildDrafts } from '../../src/ruleset/load-ruleset.ts'
import { RuleMemory } from '../../src/ruleset/rule-memory.ts'
import { type Folder, folders } from '../ruleset/changing-folders.ts'
import { waitUntil } from '../services/wait-until.ts'
import { closeAll, FINDING_SCRIPT, newParent, newRules, opened, ruleOf, rulesOf, watching } from './rules-folder.ts'

afterEach(closeAll)

function newThread(quietMs?: number): FindingThread {
  const thread = new FindingThread(FINDING_SCRIPT, 1, quietMs)
  opened.push(thread)
  return thread
}

const orderFor = (dir: string, rest: Partial<FindOrder> = {}): FindOrder => {
  return { dir, metadata: undefined, digest: undefined, isAsked: true, hash: '', ...rest }
}
const findHere = (order: FindOrder) => findRules(order, new RuleMemory(), async () => undefined)

/** With the ruleset that its drafts make. */
async function shown(finding: Finding): Promise<string> {
  if (finding.result !== 'good') return JSON.stringify(finding)
  const { drafts, ...rest } = finding
  return JSON.stringify({ ...rest, ruleset: await buildDrafts(drafts) })
}

function layOut(dir: string, folder: Folder): void {
  rmSync(dir, { recursive: true, force: true })
  for (const [path, text] of Object.entries(folder)) {
    if (text === undefined) continue
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), text)
  }
}

describe('a thread that finds rules', () => {
  it('finds what this thread finds, the same mistakes in the same words, whatever changed', async () => {
    const thread = newThread()
    const dir = join(newParent(), 'rules')
    const results = new Set<string>()
    await fc.assert(
      fc.asyncProperty(folders, async folder => {
        layOut(dir, folder)
        const [here, there] = [await findHere(orderFor(dir)), await thread.find(orderFor(dir))]
        results.add(there.result)
        expect(await shown(there)).toBe(await shown(here))
      }),
      { numRuns: 40 },
    )
    expect(results).toEqual(new Set(['good', 'bad']))
  })

  it('says that a folder holds what it held, what decides already, or that it is gone', async () => {
    const thread = newThread()
    const dir = newRules()
    const first = (await thread.find(orderFor(dir))) as Finding & { result: 'good' }
    const { digest } = first
    expect(await thread.find(orderFor(dir, { digest, isAsked: false }))).toEqual({ result: 'as-before' })
    expect(await thread.find(orderFor(dir, { hash: first.drafts.hash }))).toEqual({ result: 'same', digest })
    const gone = orderFor(join(dir, 'gone'))
    expect(await thread.find(gone)).toEqual(await findHere(gone))
  })

  it('ends when it is left alone, and starts again when it is asked', async () => {
    const thread = newThread(1)
    const order = orderFor(newRules())
    const before = await shown(await thread.find(order))
    await waitUntil('the end of the thread', 20_000, () => !thread.isRunning)
    expect(await shown(await thread.find(order))).toBe(before)
  })
})

describe('a rules folder whose thread fails', () => {
  const scripts = {
    'is not there': undefined,
    'throws at once': 'throw new Error("broken")',
    'throws when it is asked': 'parentPort.on("message", () => { throw new Error("broken") })',
    'ends when it is asked': 'parentPort.on("message", () => process.exit(3))',
    'sends nonsense': 'parentPort.on("message", () => parentPort.postMessage({ result: "good", problems: 7 }))',
  }

  function scriptOf(text: string | undefined): URL {
    const path = join(newParent(), 'script.mjs')
    if (text !== undefined) writeFileSync(path, `import { parentPort } from 'node:worker_threads'\n${text}\n`)
    return new URL(path, 'file:')
  }

  it.each(Object.entries(scripts))('is read between payments, and says so: it %s', async (_, text) => {
    const faults: Error[] = []
    const { until, scores, write } = await watching(newRules(), {
      besideBytesMin: 0,
      script: scriptOf(text),
      onThreadFault: fault => faults.push(fault),
    })
    write('large.yaml', ruleOf(20))
    await until('new score', () => scores()[0] === 20)
    write('large.yaml', ruleOf(30))
    await until('the next one', () => scores()[0] === 30)
    expect(faults.length).toBeGreaterThanOrEqual(2)
  })

  it.each([
    ['never answers', 'parentPort.on("message", () => undefined)'],
    ['never rests', 'parentPort.on("message", () => { for (;;); })'],
  ])('is let go of while it %s', async (_, text) => {
    const { live, reloads, write } = await watching(newRules(rulesOf(10)), {
      besideBytesMin: 0,
      script: scriptOf(text),
    })
    write('large.yaml', ruleOf(20))
    const asked = live.reload()
    await live.close()
    await asked
    expect(reloads).toEqual([])
  })
})

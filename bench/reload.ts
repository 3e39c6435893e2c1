import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { ProblemList } from '../src/problems/problem-list.ts'
import { type Reload, type WatchOptions, watchRuleset } from '../src/reload/watch-ruleset.ts'
import { loadRuleset } from '../src/ruleset/load-ruleset.ts'
import { readRulesetFiles } from '../src/ruleset/read-ruleset-files.ts'
import { RuleMemory } from '../src/ruleset/rule-memory.ts'
import { printTable } from './print.ts'

const RULES = 1000

interface Cost {
  /** CPU of this thread from the wish to the new ruleset. */
  ownMs: number
  /** Of it the longest part without a turn of the event loop. */
  longestMs: number
  wallMs: number
}

/**
 * How long a reload keeps the event loop from payments: 1,000 rules, the starter rules with their tests again and again, all
 * saved or one of them, read between payments or in a thread beside them. CPU of this thread alone as Linux tells it, so
 * that neither that thread nor whatever else the machine does is counted. `isShort`: only all files in a thread, which starts with the first.
 */
export async function benchReload({ rounds, isShort }: { rounds: number; isShort: boolean }): Promise<void> {
  const awake = setInterval(() => undefined, 1000) // A watch keeps no process alive.
  const rows = [['rules are read', 'saved', 'this thread, ms', 'longest stretch, ms', 'until they decide, ms']]
  const ways: [string, Partial<WatchOptions>][] = [
    ['between payments', { besideBytesMin: Number.POSITIVE_INFINITY }],
    ['in a thread', {}],
  ]
  for (const [way, options] of isShort ? ways.slice(1) : ways) {
    const folder = mkdtempSync(join(tmpdir(), 'tripline-bench-reload-'))
    const rules = await layOut(folder)
    const { reload, close } = await watch(folder, options)
    if (!isShort) await reload(() => save(rules)) // the thread starts, and functions are compiled
    for (const [what, saved] of Object.entries(
      isShort ? { 'all files': rules } : { 'all files': rules, 'one file': rules.slice(7, 8) },
    )) {
      const costs: Cost[] = []
      for (let round = 0; round < rounds; round++) costs.push(await reload(() => save(saved)))
      const best = (of: keyof Cost) => Math.min(...costs.map(cost => cost[of]))
      rows.push([way, what, best('ownMs').toFixed(0), best('longestMs').toFixed(1), best('wallMs').toFixed(0)])
    }
    await close()
    rmSync(folder, { recursive: true })
  }
  clearInterval(awake)
  printTable(`reload of ${RULES.toLocaleString('en-US')} rules, the best of ${rounds}`, rows)
}

/** Answers the paths of the rules. */
async function layOut(folder: string): Promise<string[]> {
  const files = await readRulesetFiles('rules', new ProblemList())
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
    return join(folder, path)
  }
  for (const { kind, path, text } of files.filter(file => file.kind !== 'rule')) {
    write(path, kind === 'policy' ? `${text}\nlimits: { ruleset_cost: 100000 }\n` : text)
  }
  const rules = files.filter(file => file.kind === 'rule')
  return Array.from({ length: RULES }, (_, number) => {
    const { path, text } = rules[number % rules.length]!
    const name = `${basename(path, '.yaml')}-${number}`
    return write(`copies/${name}.yaml`, text.replace(/^rule: .*$/m, `rule: ${name}`))
  })
}

function save(paths: readonly string[]): void {
  for (const path of paths) writeFileSync(path, `${readFileSync(path, 'utf8')}# saved again\n`)
}

async function watch(dir: string, options: Partial<WatchOptions>) {
  const memory = new RuleMemory()
  const { ruleset, problems } = await loadRuleset(dir, { memory })
  if (ruleset === undefined) throw new Error(problems.map(({ message }) => message).join('\n'))
  let told: (reload: Reload) => void = () => undefined
  const live = watchRuleset({ dir, ruleset, memory, onReload: reload => told(reload), ...options })
  const once = async (before: () => void, after: () => void): Promise<number> => {
    before()
    const startedAtMs = performance.now()
    const { result } = await new Promise<Reload>(resolve => {
      told = resolve
    })
    if (result !== 'applied') throw new Error(`the changed rules were ${result}`)
    const wallMs = performance.now() - startedAtMs
    after()
    await live.reload() // Whatever events are still to come find nothing new.
    return wallMs
  }
  const reload = async (change: () => void): Promise<Cost> => {
    let startedMs = 0
    let ownMs = 0
    const wallMs = await once(
      () => {
        change()
        startedMs = ownCpuMs()
      },
      () => {
        ownMs = ownCpuMs() - startedMs
      },
    )
    const stretches = new Stretches()
    let longestMs = 0
    await once(
      () => {
        change()
        stretches.begin()
      },
      () => {
        longestMs = stretches.end()
      },
    )
    return { ownMs, wallMs, longestMs }
  }
  await live.reload() // The first look, which only finds that nothing changed.
  return { reload, close: () => live.close() }
}

/** Measures each turn of the event loop by turning it without a rest. */
class Stretches {
  private longestMs = 0
  private lastMs = 0
  private next: NodeJS.Immediate | undefined

  begin(): void {
    this.lastMs = ownCpuMs()
    this.next = setImmediate(() => this.turn())
  }

  end(): number {
    clearImmediate(this.next)
    return this.longestMs
  }

  private turn(): void {
    const nowMs = ownCpuMs()
    this.longestMs = Math.max(this.longestMs, nowMs - this.lastMs)
    this.begin()
  }
}

/** Time on the processor of this thread, the first of the process. */
function ownCpuMs(): number {
  return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[0]) / 1e6
}

import { Worker } from 'node:worker_threads'
import { inSlices } from '../ruleset/in-slices.ts'
import { unpackDrafts } from '../ruleset/load-ruleset.ts'
import type { KnownDrafts } from '../ruleset/packed/unpacking-drafts.ts'
import type { Finding, FindOrder } from './find-rules.ts'
import { type PackedFinding, unpackingProblems } from './packed-finding.ts'

/** What the thread has read costs memory, and rules are mostly changed several times in a row. */
const QUIET_MS = 60_000

/** Undefined where this is run from the sources, as in unit tests: there is no script that a thread could start from. */
export const FINDING_SCRIPT: URL | undefined = import.meta.url.endsWith('.ts')
  ? undefined
  : new URL('./finding-worker.js', import.meta.url)

interface Asked {
  resolve(packed: PackedFinding): void
  reject(fault: Error): void
}

/**
 * Finds rules in a thread beside this one, so that reading YAML and checking conditions keep no payment waiting. The thread
 * starts when it is first asked, and ends when it is left alone for a minute.
 */
export class FindingThread {
  private readonly script: URL
  private readonly settleMs: number
  private readonly quietMs: number
  private worker: Worker | undefined
  private asked: Asked | undefined
  private quiet: NodeJS.Timeout | undefined
  private known: KnownDrafts = new Map()

  constructor(script: URL, settleMs: number, quietMs = QUIET_MS) {
    this.script = script
    this.settleMs = settleMs
    this.quietMs = quietMs
  }

  /** One caller at a time. Rejects when the thread has failed, or is closed meanwhile; the next call starts another one. */
  async find(order: FindOrder): Promise<Finding> {
    clearTimeout(this.quiet)
    const packed = await new Promise<PackedFinding>((resolve, reject) => {
      this.asked = { resolve, reject }
      this.started().postMessage({ ...order, settleMs: this.settleMs })
    })
    this.quiet = setTimeout(() => void this.close(), this.quietMs).unref()
    if (packed.result === 'as-before' || packed.result === 'same') return packed
    const problems = await inSlices(unpackingProblems(packed.problems))
    if (packed.result === 'bad') return { ...packed, problems }
    const { drafts, known } = await unpackDrafts(packed.drafts, this.known, order.metadata)
    this.known = known
    return { ...packed, problems, drafts }
  }

  /** Whether there is a thread at the moment. */
  get isRunning(): boolean {
    return this.worker !== undefined
  }

  async close(): Promise<void> {
    clearTimeout(this.quiet)
    const { worker } = this
    if (worker !== undefined) this.fail(worker, new Error('the thread was told to end'))
    await worker?.terminate()
  }

  private started(): Worker {
    if (this.worker !== undefined) return this.worker
    const worker = new Worker(this.script, { name: 'rules' })
    worker.unref()
    worker.on('message', (packed: PackedFinding) => this.asked?.resolve(packed))
    worker.on('messageerror', fault => this.fail(worker, fault))
    worker.on('error', fault => this.fail(worker, fault instanceof Error ? fault : new Error(String(fault))))
    worker.on('exit', code => this.fail(worker, new Error(`the thread has ended with ${code}`)))
    this.worker = worker
    return worker
  }

  /** Of what a thread tells of its end only the first counts, and nothing once another one works. */
  private fail(worker: Worker, fault: Error): void {
    if (this.worker !== worker) return
    this.worker = undefined
    this.asked?.reject(fault)
  }
}

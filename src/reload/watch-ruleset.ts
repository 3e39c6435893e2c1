import { setTimeout as sleep } from 'node:timers/promises'
import type { MetadataTypes } from '../enrich/catalogue.ts'
import type { Problem } from '../model/problem.ts'
import { buildDrafts } from '../ruleset/load-ruleset.ts'
import { RuleMemory } from '../ruleset/rule-memory.ts'
import type { Ruleset } from '../ruleset/ruleset.ts'
import { type Finding, type FindOrder, faultOf, findRules } from './find-rules.ts'
import { FINDING_SCRIPT, FindingThread } from './finding-thread.ts'
import { FolderWatchers } from './folder-watchers.ts'
import { stampFolder } from './stamp-folder.ts'

/** What came of a folder that changed, or of a reload that somebody asked for. */
export type Reload =
  | { result: 'applied'; ruleset: Ruleset; before: Ruleset; problems: readonly Problem[] }
  | { result: 'unchanged'; ruleset: Ruleset }
  | { result: 'refused'; ruleset: Ruleset; problems: readonly Problem[] }

export interface WatchOptions {
  dir: string
  metadata?: MetadataTypes | undefined
  /** The one that decides until the folder holds another good one. */
  ruleset: Ruleset
  /** Of the reading that `ruleset` came from, so that the first reload reads only what changed since. */
  memory?: RuleMemory | undefined
  onReload: (reload: Reload) => void
  /** How often the folder is looked at when nothing tells of a change. */
  lookEveryMs?: number
  /** How far apart two readings are that have to agree. */
  settleMs?: number
  /** A folder of this size or more is read in a thread beside this one. */
  besideBytesMin?: number
  /** What that thread starts from. */
  script?: URL
  /** The thread failed, and this one reads in its place. */
  onThreadFault?: (fault: Error) => void
}

export interface RulesetWatch {
  /** The ruleset that decides. Replaced as a whole. */
  current(): Ruleset
  /** Reads the folder now, changed or not. Resolves when `onReload` was told. */
  reload(): Promise<void>
  /** Resolves when nothing is being read any more. `current` goes on answering. */
  close(): Promise<void>
}

const LOOK_EVERY_MS = 5000
const SETTLE_MS = 100
/** Events come in flocks; one look a moment later answers them all. */
const FLOCK_MS = 10
/** The coarsest file systems tell times to two seconds; a change that close to a look may hide behind the same time. */
const COARSEST_MS = 3000

/**
 * A thread of its own costs some memory and half a second to start. Below this size all files are checked here within 150 ms,
 * in slices.
 */
const BESIDE_BYTES_MIN = 256 * 1024

/** Keeps the ruleset that decides equal to the newest good contents of a folder. A bad folder changes nothing. */
export function watchRuleset(options: WatchOptions): RulesetWatch {
  return new Watch(options)
}

interface Turn {
  isAsked: boolean
  done: Promise<void>
}

class Watch implements RulesetWatch {
  private readonly options: WatchOptions
  private readonly watchers = new FolderWatchers(() => this.expectChange())
  private readonly closing = new AbortController()
  private readonly thread: FindingThread | undefined
  private readonly memory: RuleMemory
  private readonly timer: NodeJS.Timeout
  private flock: NodeJS.Timeout | undefined
  private ruleset: Ruleset
  /** The stamp of what was judged last; undefined while a change could hide behind it. */
  private signature: string | undefined
  private digest: string | undefined
  private running: Promise<void> = Promise.resolve()
  private next: Turn | undefined

  constructor(options: WatchOptions) {
    this.options = options
    const { script = FINDING_SCRIPT, settleMs = SETTLE_MS } = options
    this.thread = script === undefined ? undefined : new FindingThread(script, settleMs)
    this.memory = options.memory ?? new RuleMemory()
    this.ruleset = options.ruleset
    this.timer = setInterval(() => void this.look(false), options.lookEveryMs ?? LOOK_EVERY_MS).unref()
    void this.look(false)
  }

  current(): Ruleset {
    return this.ruleset
  }

  reload(): Promise<void> {
    return this.look(true)
  }

  async close(): Promise<void> {
    this.closing.abort()
    clearInterval(this.timer)
    clearTimeout(this.flock)
    this.watchers.close()
    await this.thread?.close()
    await this.running
  }

  private expectChange(): void {
    if (this.flock !== undefined) return
    this.flock = setTimeout(() => {
      this.flock = undefined
      void this.look(false)
    }, FLOCK_MS).unref()
  }

  /** One look at a time, and one that waits for its turn; whoever asks meanwhile shares the one that waits. */
  private look(isAsked: boolean): Promise<void> {
    if (this.next !== undefined) {
      this.next.isAsked ||= isAsked
      return this.next.done
    }
    const turn: Turn = { isAsked, done: Promise.resolve() }
    turn.done = this.running.then(() => {
      this.next = undefined
      return this.lookNow(turn.isAsked)
    })
    this.next = turn
    this.running = turn.done
    return turn.done
  }

  /** Whatever goes wrong here must never end the process: the ruleset that runs is good. */
  private async lookNow(isAsked: boolean): Promise<void> {
    try {
      await this.lookAndJudge(isAsked)
    } catch (error) {
      if (this.closing.signal.aborted) return
      this.tell({ result: 'refused', ruleset: this.ruleset, problems: [faultOf(error)] })
    }
  }

  private async lookAndJudge(isAsked: boolean): Promise<void> {
    const { dir, metadata } = this.options
    const { signal } = this.closing
    const takenMs = Date.now()
    const { signature, newestMs, bytes, folders } = await stampFolder(dir)
    if (signal.aborted) return
    this.watchers.follow(folders)
    if (!isAsked && signature === this.signature) return
    const finding = await this.find({ dir, metadata, digest: this.digest, isAsked, hash: this.ruleset.hash }, bytes)
    const isFirst = this.digest === undefined
    this.signature = takenMs - newestMs > COARSEST_MS ? signature : undefined
    if (finding.result === 'as-before') return
    this.digest = finding.digest
    const reload = await this.judge(finding)
    if (signal.aborted) return
    if (reload.result === 'applied') this.ruleset = reload.ruleset
    // The first look only tells of what changed since the process read the folder.
    if (isAsked || !isFirst || reload.result !== 'unchanged') this.tell(reload)
  }

  /** Large folders beside this thread; here where they are small or known from the start, and where that thread fails. */
  private async find(order: FindOrder, bytes: number): Promise<Finding> {
    const { besideBytesMin = BESIDE_BYTES_MIN, settleMs = SETTLE_MS, onThreadFault } = this.options
    const { signal } = this.closing
    const isKnown = this.digest === undefined && this.options.memory !== undefined
    if (this.thread !== undefined && bytes >= besideBytesMin && !isKnown) {
      try {
        const finding = await this.thread.find(order)
        this.memory.forget() // the thread has one of its own
        return finding
      } catch (error) {
        if (signal.aborted || !(error instanceof Error)) throw error
        onThreadFault?.(error)
      }
    }
    return findRules(order, this.memory, () => sleep(settleMs, undefined, { signal }))
  }

  private async judge(finding: Exclude<Finding, { result: 'as-before' }>): Promise<Reload> {
    const { ruleset: before } = this
    if (finding.result === 'same') return { result: 'unchanged', ruleset: before }
    const { problems } = finding
    if (finding.result === 'bad') return { result: 'refused', ruleset: before, problems }
    const otherBase = baseChange(before.policy.money.base, finding.drafts.policy.money.base, this.options.dir)
    if (otherBase !== undefined) return { result: 'refused', ruleset: before, problems: [otherBase] }
    return { result: 'applied', ruleset: await buildDrafts(finding.drafts), before, problems }
  }

  private tell(reload: Reload): void {
    this.options.onReload(reload)
  }
}

/** Amounts are stored in base currency, so what was counted so far would mean something else under another one. */
function baseChange(old: string, base: string, dir: string): Problem | undefined {
  if (old === base) return undefined
  return {
    code: 'base-changed',
    severity: 'error',
    message: `the base currency cannot change from \`${old}\` to \`${base}\` while payments are counted`,
    place: { file: `${dir}/policy.yaml`, line: 1, column: 1, endLine: 1, endColumn: 2 },
    suggestion: 'stop every process, then start them with a new secret, so that velocities start over',
  }
}

import { Outage, type Problem } from '../model/problem.ts'
import { RefusedSchema } from './avro-guard.ts'
import { refusal } from './refusal.ts'
import type { CompiledSchema, RegistryClient } from './registry-client.ts'

/** A fresh schema may take a while to reach every node of a registry. */
const PATIENCE_MS = 60_000
/** After one wait ran out, further unknown ids are refused at once for so long, or junk could stop the stream. */
const NO_PATIENCE_MS = 600_000
const ASK_AGAIN_MS = 30_000
const REMEMBERED_MAX = 10_000

interface Entry<S> {
  settled: S | Problem
  askAgainAtMs: number
}

/** What is known of every schema id that records named: how to decode with it, or why not. */
export class RegistrySchemas<S> {
  private readonly client: RegistryClient
  private readonly build: (schema: CompiledSchema) => S
  private readonly subjects: readonly string[]
  private readonly nowMs: () => number
  private readonly entries = new Map<number, Entry<S>>()
  private readonly missingSinceMs = new Map<number, number>()
  private noPatienceUntilMs = Number.NEGATIVE_INFINITY

  /** `build` may throw `RefusedSchema`. With no `subjects`, schemas of every subject are allowed. */
  constructor(
    client: RegistryClient,
    build: (schema: CompiledSchema) => S,
    subjects: readonly string[],
    nowMs: () => number,
  ) {
    this.client = client
    this.build = build
    this.subjects = subjects
    this.nowMs = nowMs
  }

  /** Undefined before `settle`. */
  get(id: number): S | Problem | undefined {
    return this.entries.get(id)?.settled
  }

  /** Keeps junk from filling the memory. Only before a batch, because its records rely on what is remembered. */
  forgetIfTooMany(): void {
    if (this.entries.size >= REMEMBERED_MAX) this.entries.clear()
  }

  needsAnswer(id: number): boolean {
    const entry = this.entries.get(id)
    return entry === undefined || this.nowMs() >= entry.askAgainAtMs
  }

  /** Throws `Outage` while the registry is down, and for a minute while it does not know an id. */
  async settle(ids: Iterable<number>): Promise<void> {
    const waiting: number[] = []
    let gaveUp = false
    for (const id of ids) {
      const settled = await this.ask(id)
      if (settled !== undefined) {
        this.missingSinceMs.delete(id)
        this.remember(id, settled, isProblem(settled) ? this.nowMs() + ASK_AGAIN_MS : Number.POSITIVE_INFINITY)
      } else if (this.entries.has(id) || this.isPatienceOver(id)) {
        gaveUp = true
        this.remember(id, unknownSchema(id), this.nowMs() + ASK_AGAIN_MS)
      } else waiting.push(id)
    }
    if (gaveUp) this.noPatienceUntilMs = this.nowMs() + NO_PATIENCE_MS
    if (waiting.length > 0) {
      throw new Outage('registry', `the schema registry does not know schema id ${waiting.join(', ')} yet`)
    }
  }

  private async ask(id: number): Promise<S | Problem | undefined> {
    try {
      const schema = await this.client.find(id)
      if (schema === undefined) return undefined
      if (this.subjects.length > 0) {
        const subjects = await this.client.subjects(id)
        if (!subjects.some(subject => this.subjects.includes(subject))) return notAllowed(id)
      }
      return this.build(schema)
    } catch (error) {
      if (!(error instanceof RefusedSchema)) throw error
      return refusal(
        'schema-refused',
        `schema id \`${id}\`: ${error.message}`,
        undefined,
        'register a plain, smaller schema',
      )
    }
  }

  private isPatienceOver(id: number): boolean {
    const now = this.nowMs()
    if (now < this.noPatienceUntilMs) return true
    const since = this.missingSinceMs.get(id)
    if (since === undefined) {
      if (this.missingSinceMs.size >= REMEMBERED_MAX) this.missingSinceMs.clear()
      this.missingSinceMs.set(id, now)
      return false
    }
    return now - since >= PATIENCE_MS
  }

  private remember(id: number, settled: S | Problem, askAgainAtMs: number): void {
    this.entries.set(id, { settled, askAgainAtMs })
  }
}

/** What was refused may be mended in the registry; what could be compiled never changes under its id. */
function isProblem(settled: unknown): settled is Problem {
  return typeof settled === 'object' && settled !== null && 'severity' in settled
}

const unknownSchema = (id: number): Problem =>
  refusal(
    'schema-unknown',
    `the registry does not know schema id \`${id}\``,
    undefined,
    'check which registry the sender uses',
  )

const notAllowed = (id: number): Problem =>
  refusal(
    'schema-not-allowed',
    `schema id \`${id}\` belongs to no allowed subject`,
    undefined,
    'check the topic of the sender',
  )

import type { EncodedBatch } from '../velocity/encoded-batch.ts'
import { homeOf } from '../velocity/home.ts'
import { CLAIM_BYTES, type OutcomeClaim, readClaim, writeClaim } from '../velocity/outcome-claim.ts'
import type { HomedOutcome } from '../velocity/outcome-encoder.ts'
import type { VelocityPlan } from '../velocity/plan.ts'
import type { Slab } from '../velocity/slab.ts'
import { CommandFrame } from './command-frame.ts'
import { homeKey, parkedKey } from './keys.ts'
import { FIND_HOMES } from './lua/find-homes.ts'
import { SAVE_HOMES } from './lua/save-homes.ts'
import type { StoreConnection } from './redis-store-options.ts'
import { type Script, scriptOf } from './script.ts'

const FIND = scriptOf(FIND_HOMES)
const SAVE = scriptOf(SAVE_HOMES)
const IDENTITY_LENGTH = 22
const WAITING_BYTES = IDENTITY_LENGTH + CLAIM_BYTES

/** So that no script holds Redis up for long. */
const CALL_KEYS_MAX = 500
const SCRIPT_LOADS_MAX = 5

/** Remembers in Redis where payments were counted, and parks outcomes that come before their payment. */
export class RedisHomes {
  private readonly connection: StoreConnection
  private readonly keepMs: string

  constructor(connection: StoreConnection, keepMs: number) {
    this.connection = connection
    this.keepMs = String(Math.ceil(keepMs))
  }

  /** For a batch of encoded payments, whether or not they are appended yet. Answers the outcomes that waited for them. */
  async save(batch: EncodedBatch, plan: VelocityPlan, slab: Slab): Promise<HomedOutcome[]> {
    // Made at once: by the time of the answer the batch may be released.
    const homes = batch.identities.map((_, event) => homeOf(batch, event, plan, slab))
    await this.connection.ready()
    const calls: Promise<HomedOutcome[]>[] = []
    for (let from = 0; from < homes.length; from += CALL_KEYS_MAX) {
      const identities = batch.identities.slice(from, from + CALL_KEYS_MAX)
      const values = homes.slice(from, from + CALL_KEYS_MAX)
      calls.push(this.call(SAVE, identities, values).then(reply => readWaiting(reply, identities)))
    }
    return (await Promise.all(calls)).flat()
  }

  /** By claim: its payment's home, or undefined when that is not known and the outcome is parked. */
  async find(claims: readonly OutcomeClaim[]): Promise<(Buffer | undefined)[]> {
    await this.connection.ready()
    const calls: Promise<(Buffer | undefined)[]>[] = []
    for (let from = 0; from < claims.length; from += CALL_KEYS_MAX) {
      const part = claims.slice(from, from + CALL_KEYS_MAX)
      const packed = Buffer.alloc(part.length * WAITING_BYTES)
      part.forEach((claim, at) => {
        packed.write(claim.identity, at * WAITING_BYTES, 'latin1')
        writeClaim(claim, packed, at * WAITING_BYTES + IDENTITY_LENGTH)
      })
      const identities = part.map(({ paymentIdentity }) => paymentIdentity)
      calls.push(this.call(FIND, identities, [packed]).then(reply => readHomes(reply, part.length)))
    }
    return (await Promise.all(calls)).flat()
  }

  /** For outcomes that are counted by now. No more can be parked there, because their payments have homes. */
  async unpark(outcomes: readonly HomedOutcome[]): Promise<void> {
    const keys = new Set(outcomes.map(({ claim }) => parkedKey(claim.paymentIdentity)))
    const frame = new CommandFrame()
    frame.start(1 + keys.size)
    frame.text('UNLINK')
    for (const key of keys) frame.text(key)
    await this.connection.send(frame.finish())
  }

  private async call(script: Script, identities: readonly string[], values: readonly Buffer[]): Promise<Buffer> {
    const frame = new CommandFrame()
    frame.start(4 + identities.length * 2 + values.length)
    frame.text('EVALSHA')
    frame.text(script.hash)
    frame.text(String(identities.length * 2))
    for (const identity of identities) {
      frame.text(homeKey(identity))
      frame.text(parkedKey(identity))
    }
    frame.text(this.keepMs)
    for (const value of values) frame.bytes(value.length, (target, at) => void value.copy(target, at))
    const packed = frame.finish()
    for (let loads = 0; ; loads++) {
      try {
        return await this.connection.send(packed)
      } catch (error) {
        const isForgotten = error instanceof Error && error.message.startsWith('NOSCRIPT')
        if (!isForgotten || loads === SCRIPT_LOADS_MAX) throw error
        await this.connection.loadScript(script.text)
      }
    }
  }
}

function readWaiting(reply: Buffer, identities: readonly string[]): HomedOutcome[] {
  const outcomes: HomedOutcome[] = []
  let at = 0
  for (const paymentIdentity of reply.length === 0 ? [] : identities) {
    const count = reply.readUInt16LE(at)
    at += 2
    if (count === 0) continue
    const length = reply.readUInt32LE(at)
    const home = reply.subarray(at + 4, at + 4 + length)
    at += 4 + length
    for (let outcome = 0; outcome < count; outcome++, at += WAITING_BYTES) {
      const identity = reply.toString('latin1', at, at + IDENTITY_LENGTH)
      outcomes.push({ claim: readClaim(reply, at + IDENTITY_LENGTH, identity, paymentIdentity), home })
    }
  }
  return outcomes
}

function readHomes(reply: Buffer, count: number): (Buffer | undefined)[] {
  const homes: (Buffer | undefined)[] = []
  for (let at = 0; homes.length < count; ) {
    const length = reply.readUInt32LE(at)
    homes.push(length === 0 ? undefined : reply.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return homes
}

import type { EncodedBatch } from '../velocity/encoded-batch.ts'
import { homeOf } from '../velocity/home.ts'
import { CLAIM_BYTES, type OutcomeClaim, readClaim, writeClaim } from '../velocity/outcome-claim.ts'
import type { HomedOutcome } from '../velocity/outcome-encoder.ts'
import type { VelocityPlan } from '../velocity/plan.ts'
import type { Slab } from '../velocity/slab.ts'
import { homeKey, parkedKey } from './keys.ts'
import { FIND_HOMES } from './lua/find-homes.ts'
import { SAVE_HOMES } from './lua/save-homes.ts'
import { UNPARK } from './lua/unpark.ts'
import { type Script, scriptOf } from './script.ts'
import type { Shards } from './servers.ts'
import type { ShardCall } from './shard-calls.ts'

const FIND = scriptOf(FIND_HOMES)
const SAVE = scriptOf(SAVE_HOMES)
const FORGET = scriptOf(UNPARK)
const IDENTITY_LENGTH = 22
const WAITING_BYTES = IDENTITY_LENGTH + CLAIM_BYTES

/** So that no script holds Redis up for long. */
const CALL_KEYS_MAX = 500

/** Remembers in Redis where payments were counted, and parks outcomes that come before their payment. */
export class RedisHomes {
  private readonly shards: Shards
  private readonly keepMs: string

  constructor(shards: Shards, keepMs: number) {
    this.shards = shards
    this.keepMs = String(Math.ceil(keepMs))
  }

  /** For a batch of encoded payments, whether or not they are appended yet. Answers the outcomes that waited for them. */
  async save(batch: EncodedBatch, plan: VelocityPlan, slab: Slab): Promise<HomedOutcome[]> {
    // Made at once: by the time of the answer the batch may be released.
    const homes = batch.identities.map((_, event) => homeOf(batch, event, plan, slab))
    await this.shards.ready()
    const parts = this.parted(batch.identities)
    const identitiesOf = (part: Part) => part.places.map(place => batch.identities[place]!)
    const calls = parts.map(part =>
      this.called(
        SAVE,
        part.shard,
        identitiesOf(part),
        part.places.map(place => homes[place]!),
      ),
    )
    const replies = await this.shards.call(calls)
    return replies.flatMap((reply, number) => readWaiting(reply, identitiesOf(parts[number]!)))
  }

  /** By claim: its payment's home, or undefined when that is not known and the outcome is parked. */
  async find(claims: readonly OutcomeClaim[]): Promise<(Buffer | undefined)[]> {
    await this.shards.ready()
    const identities = claims.map(({ paymentIdentity }) => paymentIdentity)
    const parts = this.parted(identities)
    const calls = parts.map(({ shard, places }) => {
      const packed = packClaims(places.map(place => claims[place]!))
      const keys = places.map(place => identities[place]!)
      return this.called(FIND, shard, keys, [packed])
    })
    const replies = await this.shards.call(calls)
    const homes: (Buffer | undefined)[] = claims.map(() => undefined)
    for (const [number, { places }] of parts.entries()) {
      for (const [at, home] of readHomes(replies[number]!, places.length).entries()) homes[places[at]!] = home
    }
    return homes
  }

  /** For outcomes that are counted by now. No more can be parked there, because their payments have homes. */
  async unpark(outcomes: readonly HomedOutcome[]): Promise<void> {
    const identities = [...new Set(outcomes.map(({ claim }) => claim.paymentIdentity))]
    const calls = this.parted(identities).map(({ shard, places }): ShardCall => {
      const keys = places.map(place => parkedKey(identities[place]!))
      return {
        shard,
        script: FORGET,
        pack(frame, how) {
          frame.start(3 + keys.length)
          for (const text of [how.command, how.argument, String(keys.length), ...keys]) frame.text(text)
          return frame.finish()
        },
      }
    })
    await this.shards.call(calls)
  }

  /** By shard, and at most so many to a call. */
  private parted(identities: readonly string[]): Part[] {
    const open: (Part | undefined)[] = []
    const parts: Part[] = []
    for (const [place, identity] of identities.entries()) {
      const shard = this.shards.shardOf(identity)
      let part = open[shard]
      if (part === undefined || part.places.length === CALL_KEYS_MAX) {
        part = { shard, places: [] }
        open[shard] = part
        parts.push(part)
      }
      part.places.push(place)
    }
    return parts
  }

  private called(script: Script, shard: number, identities: readonly string[], values: readonly Buffer[]): ShardCall {
    const { keepMs } = this
    return {
      shard,
      script,
      pack(frame, how) {
        frame.start(4 + identities.length * 2 + values.length)
        for (const text of [how.command, how.argument, String(identities.length * 2)]) frame.text(text)
        for (const identity of identities) {
          frame.text(homeKey(identity))
          frame.text(parkedKey(identity))
        }
        frame.text(keepMs)
        for (const value of values) frame.bytes(value.length, (target, at) => void value.copy(target, at))
        return frame.finish()
      },
    }
  }
}

/** Some of what was asked for, by its places in the whole. */
interface Part {
  shard: number
  places: number[]
}

function packClaims(claims: readonly OutcomeClaim[]): Buffer {
  const packed = Buffer.alloc(claims.length * WAITING_BYTES)
  for (const [at, claim] of claims.entries()) {
    packed.write(claim.identity, at * WAITING_BYTES, 'latin1')
    writeClaim(claim, packed, at * WAITING_BYTES + IDENTITY_LENGTH)
  }
  return packed
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

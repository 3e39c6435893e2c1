import { randomBytes } from 'node:crypto'
import type { LogPosition, StateMark } from '../ports.ts'
import { SHARDS, shardOf, shardTag } from './keys.ts'
import { LEASE } from './lua/lease.ts'
import { COMPACTIONS } from './lua/marked.ts'
import { READ_MARK } from './lua/read-mark.ts'
import { partitionOf } from './mark-field.ts'
import { type Script, scriptOf } from './script.ts'
import type { ShardCall } from './shard-calls.ts'

const READING = scriptOf(READ_MARK)
const LEASING = scriptOf(LEASE)

export interface MarkKeys {
  mark: string
  lease: string
}

/** Keys of the mark and its lease; both belong to one secret, as the logs do. */
export function markKeys(hash: string, shard = shardOf(hash)): MarkKeys {
  return { mark: `v1:{${shardTag(shard)}}:mark:${hash}`, lease: `v1:{${shardTag(shard)}}:lease:${hash}` }
}

/** A mark for each shard, because any of them may lose its state alone. */
export function markKeysOfShards(hash: string): MarkKeys[] {
  return Array.from({ length: SHARDS }, (_, shard) => markKeys(hash, shard))
}

/** Reads the mark of a state on one shard and keeps its lease. */
export class MarkKeeper {
  private readonly keys: MarkKeys
  private readonly shard: number
  private readonly call: (calls: readonly ShardCall[]) => Promise<Buffer[]>

  constructor(keys: MarkKeys, shard: number, call: (calls: readonly ShardCall[]) => Promise<Buffer[]>) {
    this.keys = keys
    this.shard = shard
    this.call = call
  }

  async read(): Promise<StateMark> {
    const newId = randomBytes(12).toString('base64url')
    const fields = (await this.evaluate(READING, this.keys.mark, newId)).split('\n')
    const counted: LogPosition[] = []
    let id = ''
    for (let at = 0; at < fields.length; at += 2) {
      const [name, value] = [fields[at]!, fields[at + 1]!]
      if (name === 'id') id = value
      else if (name !== COMPACTIONS) counted.push({ ...partitionOf(name), offset: BigInt(value) })
    }
    return { id, counted }
  }

  async lease(owner: string, ms: number): Promise<boolean> {
    return (await this.evaluate(LEASING, this.keys.lease, owner, String(Math.ceil(ms)))) === '1'
  }

  private async evaluate(script: Script, key: string, ...values: readonly string[]): Promise<string> {
    const [answer] = await this.call([
      {
        shard: this.shard,
        script,
        pack(frame, { command, argument }) {
          frame.start(4 + values.length)
          for (const text of [command, argument, '1', key, ...values]) frame.text(text)
          return frame.finish()
        },
      },
    ])
    return answer!.toString('latin1')
  }
}

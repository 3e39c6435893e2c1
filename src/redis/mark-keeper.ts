import { randomBytes } from 'node:crypto'
import type { LogPosition, StateMark } from '../ports.ts'
import { CommandFrame } from './command-frame.ts'
import { SHARDS, shardOf, shardTag } from './keys.ts'
import { LEASE } from './lua/lease.ts'
import { COMPACTIONS } from './lua/marked.ts'
import { READ_MARK } from './lua/read-mark.ts'

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

/** Reads the mark of a state and keeps its lease. */
export class MarkKeeper {
  private readonly keys: MarkKeys
  private readonly send: (frame: Buffer) => Promise<Buffer>

  constructor(keys: MarkKeys, send: (frame: Buffer) => Promise<Buffer>) {
    this.keys = keys
    this.send = send
  }

  async read(): Promise<StateMark> {
    const newId = randomBytes(12).toString('base64url')
    const fields = (await this.evaluate(READ_MARK, this.keys.mark, newId)).split('\n')
    const counted: LogPosition[] = []
    let id = ''
    for (let at = 0; at < fields.length; at += 2) {
      const [name, value] = [fields[at]!, fields[at + 1]!]
      if (name === 'id') id = value
      else if (name === COMPACTIONS) continue
      else counted.push({ ...partitionNamed(name), offset: BigInt(value) })
    }
    return { id, counted }
  }

  async lease(owner: string, ms: number): Promise<boolean> {
    return (await this.evaluate(LEASE, this.keys.lease, owner, String(Math.ceil(ms)))) === '1'
  }

  private async evaluate(script: string, key: string, ...values: readonly string[]): Promise<string> {
    const frame = new CommandFrame(1024)
    frame.start(4 + values.length)
    for (const text of ['EVAL', script, '1', key, ...values]) frame.text(text)
    return (await this.send(frame.finish())).toString('latin1')
  }
}

function partitionNamed(name: string): { topic: string; partition: number } {
  const slash = name.lastIndexOf('/')
  return { topic: name.slice(0, slash), partition: Number(name.slice(slash + 1)) }
}

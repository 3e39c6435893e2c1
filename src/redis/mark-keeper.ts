import { randomBytes } from 'node:crypto'
import type { LogPosition, StateMark } from '../ports.ts'
import type { CommandFrame } from './command-frame.ts'
import { shardOf } from './keys.ts'
import { LEASE } from './lua/lease.ts'
import { READ_MARK } from './lua/read-mark.ts'
import type { StoreConnection } from './redis-store.ts'

/** Reads the mark of the state and keeps its lease. Both belong to one secret, as the logs do. */
export class MarkKeeper {
  readonly markKey: string
  private readonly leaseKey: string
  private readonly connection: StoreConnection
  private readonly frame: CommandFrame

  /** `hash` is a keyed hash, so that stores with other secrets on the same Redis have other marks. */
  constructor(hash: string, connection: StoreConnection, frame: CommandFrame) {
    this.markKey = `v1:{${shardOf(hash)}}:mark:${hash}`
    this.leaseKey = `v1:{${shardOf(hash)}}:lease:${hash}`
    this.connection = connection
    this.frame = frame
  }

  async read(): Promise<StateMark> {
    const newId = randomBytes(12).toString('base64url')
    const fields = (await this.evaluate(READ_MARK, this.markKey, newId)).split('\n')
    const counted: LogPosition[] = []
    let id = ''
    for (let at = 0; at < fields.length; at += 2) {
      const [name, value] = [fields[at]!, fields[at + 1]!]
      if (name === 'id') id = value
      else counted.push({ ...partitionNamed(name), offset: BigInt(value) })
    }
    return { id, counted }
  }

  async lease(owner: string, ms: number): Promise<boolean> {
    return (await this.evaluate(LEASE, this.leaseKey, owner, String(Math.ceil(ms)))) === '1'
  }

  private async evaluate(script: string, key: string, ...values: readonly string[]): Promise<string> {
    await this.connection.ready()
    const { frame } = this
    frame.start(4 + values.length)
    frame.text('EVAL')
    frame.text(script)
    frame.text('1')
    frame.text(key)
    for (const value of values) frame.text(value)
    const packed = Buffer.from(frame.finish()) // the frame is used again while the client may still be sending
    return (await this.connection.send(packed)).toString('latin1')
  }
}

function partitionNamed(name: string): { topic: string; partition: number } {
  const slash = name.lastIndexOf('/')
  return { topic: name.slice(0, slash), partition: Number(name.slice(slash + 1)) }
}

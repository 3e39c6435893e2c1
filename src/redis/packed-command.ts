import { Command } from 'ioredis'

/** A command whose bytes are ready to be written. */
export class PackedCommand extends Command {
  private readonly frame: Buffer
  private readonly keySlot: number

  /** `slot` is that of its keys, for a Redis Cluster; a single Redis does not ask. */
  constructor(frame: Buffer, slot = 0) {
    super('evalsha', [], { replyEncoding: null })
    this.frame = frame
    this.keySlot = slot
  }

  override toWritable(): Buffer {
    return this.frame
  }

  override getSlot(): number {
    return this.keySlot
  }
}

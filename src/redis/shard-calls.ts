import { CommandFrame } from './command-frame.ts'
import type { Invocation, Script } from './script.ts'

/** Sends one packed command to the node of a shard. */
export type SendToShard = (frame: Buffer, shard: number) => Promise<Buffer>

/** A call of a script on one shard. */
export interface ShardCall {
  shard: number
  script: Script
  pack: (frame: CommandFrame, how: Invocation) => Buffer
}

const FRAME_BYTES = 8 * 1024

/**
 * Sends all calls at once and resolves with the answers in their order, when every shard has answered. Throws what the
 * first of them failed with; the others may have done their work then.
 */
export async function sendToShards(send: SendToShard, calls: readonly ShardCall[]): Promise<Buffer[]> {
  const answers = await Promise.allSettled(calls.map(call => sendToShard(send, call)))
  return answers.map(answer => {
    if (answer.status === 'rejected') throw answer.reason
    return answer.value
  })
}

/** A node that does not know the script yet gets its text. */
async function sendToShard(send: SendToShard, { shard, script, pack }: ShardCall): Promise<Buffer> {
  const frame = new CommandFrame(FRAME_BYTES)
  try {
    return await send(pack(frame, { command: 'EVALSHA', argument: script.hash }), shard)
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
    return send(pack(new CommandFrame(FRAME_BYTES), { command: 'EVAL', argument: script.text }), shard)
  }
}

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
  const answers = await Promise.allSettled(calls.map(call => callScript(send, call, new CommandFrame(FRAME_BYTES))))
  return answers.map(answer => {
    if (answer.status === 'rejected') throw answer.reason
    return answer.value
  })
}

/** Calls by the script's hash; a node that does not know it yet, or no longer, gets its text. */
export async function callScript(
  send: SendToShard,
  { shard, script, pack }: ShardCall,
  frame: CommandFrame,
): Promise<Buffer> {
  try {
    return await sendKnown(send, { shard, script, pack }, frame)
  } catch (error) {
    frame.letGo() // the client may still be sending it
    throw error
  }
}

async function sendKnown(send: SendToShard, { shard, script, pack }: ShardCall, frame: CommandFrame): Promise<Buffer> {
  try {
    return await send(pack(frame, { command: 'EVALSHA', argument: script.hash }), shard)
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
    return await send(pack(frame, { command: 'EVAL', argument: script.text }), shard)
  }
}

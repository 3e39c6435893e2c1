import { writeClaim } from './append-request.ts'
import type { BatchPart } from './call-logs.ts'
import type { CommandFrame } from './command-frame.ts'
import { writeIdentityKey } from './key-heads.ts'
import type { Invocation } from './script.ts'

const CLAIM_BYTES = 16

/** Events of a part whose identities are on one shard. */
export class JudgeRequest {
  readonly events: number[] = []
  private readonly part: BatchPart

  constructor(part: BatchPart) {
    this.part = part
  }

  pack(frame: CommandFrame, how: Invocation): Buffer {
    const { batch, identityKeepMs } = this.part
    const { events } = this
    frame.start(3 + events.length + 2)
    for (const text of [how.command, how.argument, String(events.length)]) frame.text(text)
    for (const event of events) writeIdentityKey(frame, batch.identities[event]!)
    frame.text(String(identityKeepMs))
    frame.bytes(events.length * CLAIM_BYTES, (target, start) => {
      for (const [number, event] of events.entries()) writeClaim(batch, event, target, start + number * CLAIM_BYTES)
    })
    return frame.finish()
  }
}

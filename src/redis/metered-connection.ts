/** What one call of a script cost; the answer has come, or an error in its place. */
export interface RedisCallCost {
  seconds: number
  bytesSent: number
  bytesReceived: number
}

interface Connection {
  readonly generation: number
  ready(): Promise<void>
  send(frame: Buffer, shard: number): Promise<Buffer>
  close(): Promise<void>
}

interface MeteredConnection extends Connection {
  send(frame: Buffer, shard?: number): Promise<Buffer>
}

/** The same connection, telling what each call cost: there are a few for each batch, whatever is in it. */
export function meteredConnection(
  connection: Connection,
  onCall: (call: RedisCallCost) => void = () => undefined,
): MeteredConnection {
  return {
    get generation() {
      return connection.generation
    },
    ready: () => connection.ready(),
    close: () => connection.close(),
    async send(frame, shard = 0) {
      const beganMs = performance.now()
      const bytesSent = frame.length // the frame is written anew as soon as the answer is there
      let bytesReceived = 0
      try {
        const answer = await connection.send(frame, shard)
        bytesReceived = Buffer.isBuffer(answer) ? answer.length : 0 // a short answer may be a number
        return answer
      } finally {
        onCall({ seconds: (performance.now() - beganMs) / 1000, bytesSent, bytesReceived })
      }
    },
  }
}

import { connect, createServer, type Socket } from 'node:net'

/** Numbers of requests in Kafka's protocol. */
export const PRODUCE = 0
export const OFFSET_COMMIT = 8

/** What becomes of an answer: it goes on as it is, goes on changed, or breaks off in its middle with a reset. */
export type Fate = 'pass' | 'cut' | Buffer

const SIZE_BYTES = 4
const CORRELATION_AT = 8
const ANSWER_CORRELATION_AT = 4

/** Stands in front of one broker and decides over its answers by the request that they answer. */
export class KafkaDetour {
  /** Asked for each answer; `frame` begins with its size. */
  fateOf: (request: number, version: number, frame: Buffer) => Fate = () => 'pass'
  private readonly sockets = new Set<Socket>()
  private readonly server = createServer(client => this.join(client))
  private readonly brokerPort: number

  private constructor(brokerPort: number) {
    this.brokerPort = brokerPort
  }

  static open(port: number, brokerPort: number): Promise<KafkaDetour> {
    const detour = new KafkaDetour(brokerPort)
    return new Promise(resolve => detour.server.listen(port, '127.0.0.1', () => resolve(detour)))
  }

  async close(): Promise<void> {
    const closed = new Promise(resolve => this.server.close(resolve))
    for (const socket of this.sockets) socket.destroy()
    await closed
  }

  private join(client: Socket): void {
    const broker = connect(this.brokerPort, '127.0.0.1')
    for (const socket of [client, broker]) {
      this.sockets.add(socket)
      socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket))
    }
    const asked = new Map<number, { request: number; version: number }>()
    const requests = framesOf(frame => {
      asked.set(frame.readInt32BE(CORRELATION_AT), { request: frame.readInt16BE(4), version: frame.readInt16BE(6) })
      broker.write(frame)
    })
    const answers = framesOf(frame => {
      const correlation = frame.readInt32BE(ANSWER_CORRELATION_AT)
      const { request, version } = asked.get(correlation)!
      asked.delete(correlation)
      const fate = this.fateOf(request, version, frame)
      if (fate !== 'cut') return void client.write(fate === 'pass' ? frame : fate)
      client.write(frame.subarray(0, frame.length >> 1), () => client.resetAndDestroy())
      broker.destroy()
    })
    client.on('data', requests).on('close', () => broker.destroy())
    broker.on('data', answers).on('close', () => client.destroy())
  }
}

/** Gathers bytes to whole frames, which begin with their length. */
function framesOf(take: (frame: Buffer) => void): (bytes: Buffer) => void {
  let held: Buffer = Buffer.alloc(0)
  return bytes => {
    held = held.length === 0 ? bytes : Buffer.concat([held, bytes])
    while (held.length >= SIZE_BYTES && held.length >= SIZE_BYTES + held.readInt32BE(0)) {
      const end = SIZE_BYTES + held.readInt32BE(0)
      take(held.subarray(0, end))
      held = held.subarray(end)
    }
  }
}

/** The same answer to an OffsetCommit (versions 3 to 7), with this error for every partition. */
export function withCommitError(frame: Buffer, code: number): Buffer {
  const changed = Buffer.from(frame)
  let at = 12 // size, correlation id, throttle time
  const topics = changed.readInt32BE(at)
  at += 4
  for (let topic = 0; topic < topics; topic++) {
    at += 2 + changed.readInt16BE(at)
    const partitions = changed.readInt32BE(at)
    at += 4
    for (let partition = 0; partition < partitions; partition++, at += 6) changed.writeInt16BE(code, at + 4)
  }
  return changed
}

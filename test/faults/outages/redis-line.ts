import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** What the line does to bytes; changed at any time. */
export interface Weather {
  /** Both ways, each. */
  latencyMs: number
  /** Of what Redis answers; 0 is as fast as it comes. */
  bytesPerSecond: number
  /** Swallows everything and closes nothing, as a peer whose cable was pulled. */
  isDead: boolean
}

export const FAIR: Weather = { latencyMs: 0, bytesPerSecond: 0, isDead: false }

/** What becomes of one script call: it goes through, its answer is lost with the connection, or this is answered instead. */
export type CallFate = 'pass' | 'lose answer' | `-${string}`

/** Stands in front of Redis; knows the calls that count payments from everything else that the client says. */
export class RedisLine {
  weather: Weather = FAIR
  /** Asked for each call of the counting script, in order. */
  fateOf: (call: number) => CallFate = () => 'pass'
  calls = 0
  connections = 0
  private readonly sockets = new Set<Socket>()
  private readonly server: Server = createServer(client => this.join(client))
  private readonly redisPort: number
  private port = 0

  private constructor(redisPort: number) {
    this.redisPort = redisPort
  }

  static open(redisUrl: string): Promise<RedisLine> {
    const line = new RedisLine(Number(new URL(redisUrl).port))
    return new Promise(resolve =>
      line.server.listen(0, '127.0.0.1', () => {
        line.port = (line.server.address() as { port: number }).port
        resolve(line)
      }),
    )
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  async close(): Promise<void> {
    const closed = new Promise(resolve => this.server.close(resolve))
    for (const socket of this.sockets) socket.destroy()
    await closed
  }

  private join(client: Socket): void {
    const redis = connect(this.redisPort, '127.0.0.1')
    this.connections++
    for (const socket of [client, redis]) {
      this.sockets.add(socket)
      socket.on('error', () => undefined).on('close', () => this.sockets.delete(socket))
    }
    let losesAnswer = false
    let refused: { answer: string; held: Buffer } | undefined
    const towards = this.slowly(bytes => void redis.write(bytes), false)
    const back = this.slowly(bytes => {
      if (losesAnswer) client.destroy()
      else client.write(bytes)
    }, true)
    const passOn = (bytes: Buffer): void => {
      if (refused === undefined) return void towards(bytes)
      refused.held = Buffer.concat([refused.held, bytes])
      if (!isWhole(refused.held)) return
      client.write(`${refused.answer}\r\n`)
      refused = undefined
    }
    client
      .on('close', () => redis.destroy())
      .on('data', bytes => {
        // The client sends nothing else while such a call is under way, so a call begins with the bytes that name it.
        if (refused === undefined && bytes.subarray(0, 40).includes('EVALSHA')) {
          const fate = this.fateOf(this.calls++)
          if (fate.startsWith('-')) refused = { answer: fate, held: Buffer.alloc(0) }
          losesAnswer = fate === 'lose answer'
        }
        passOn(bytes)
      })
    redis.on('close', () => client.destroy()).on('data', back)
  }

  /** Keeps the order of bytes whatever the weather does meanwhile. */
  private slowly(give: (bytes: Buffer) => void, isAnswer: boolean): (bytes: Buffer) => void {
    let turn: Promise<void> = Promise.resolve()
    return bytes => {
      const { latencyMs, bytesPerSecond, isDead } = this.weather
      if (isDead) return
      const dueMs = Date.now() + latencyMs
      const sendMs = isAnswer && bytesPerSecond > 0 ? (1000 * bytes.length) / bytesPerSecond : 0
      turn = turn.then(async () => {
        const waitMs = Math.max(0, dueMs - Date.now()) + sendMs
        if (waitMs > 0) await sleep(waitMs)
        give(bytes)
      })
    }
  }
}

/** True when these are all arguments of one command: `*3`, then `$length` and so many bytes for each. */
function isWhole(call: Buffer): boolean {
  let at = 0
  const number = (): number => {
    const end = call.indexOf('\r\n', at)
    const value = end === -1 ? Number.NaN : Number(call.subarray(at + 1, end).toString())
    at = end + 2
    return value
  }
  const count = number()
  for (let i = 0; i < count; i++) {
    const length = number()
    at += length + 2
    if (!(at <= call.length)) return false
  }
  return at === call.length
}

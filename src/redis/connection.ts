import { Redis, type RedisOptions } from 'ioredis'
import { Outage } from '../model/problem.ts'
import { explainOutage } from './explain-outage.ts'
import { inspectServer, type ServerReport } from './inspect-server.ts'
import { asksForNewConnection, outageOf } from './outage.ts'
import { PackedCommand } from './packed-command.ts'
import { whenReady } from './when-ready.ts'

export interface ConnectionOptions {
  /** `redis://user:password@host:port/db`, `rediss://` for TLS. */
  url: string
  /** Further settings of ioredis, such as TLS files. */
  client?: RedisOptions
  /** How long to wait for an answer before the connection is given up. */
  commandTimeoutMs: number
  /** How long a call waits for a connection before it is an outage. */
  connectTimeoutMs: number
  /** Told for each new connection what the server says of itself. */
  onServer?: ((report: ServerReport) => void) | undefined
}

const RECONNECT_MIN_MS = 50
const RECONNECT_MAX_MS = 1_000

/** Sends packed commands over one connection, which is made again whenever it breaks. Never repeats a command by itself. */
export class RedisConnection {
  /** Grows with every connection: what was read over an earlier one may be gone after a failover. */
  generation = 0
  private readonly client: Redis
  private readonly connectTimeoutMs: number
  private readonly onServer: (report: ServerReport) => void
  private lastError: Error | undefined
  /** Since the connection that there is was made. */
  private handshakeError: Error | undefined
  /** Resolves, for the connection that there is, with why nothing may be sent over it. */
  private inspection: Promise<string | undefined> = Promise.resolve(undefined)

  constructor({ url, client = {}, commandTimeoutMs, connectTimeoutMs, onServer }: ConnectionOptions) {
    this.connectTimeoutMs = connectTimeoutMs
    this.onServer = onServer ?? (() => undefined)
    this.client = new Redis(url, {
      ...client,
      lazyConnect: true,
      commandTimeout: commandTimeoutMs,
      connectTimeout: connectTimeoutMs,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      enableOfflineQueue: false,
      enableReadyCheck: false, // the inspection takes its place
      disableClientInfo: true, // so that the user needs no right to it
      retryStrategy: attempts => Math.min(RECONNECT_MIN_MS * 2 ** (attempts - 1), RECONNECT_MAX_MS),
    })
    this.client.on('error', (error: Error) => {
      this.lastError = error
      this.handshakeError = error
    })
    this.client.on('connect', () => {
      this.handshakeError = undefined
    })
    this.client.on('ready', () => {
      this.generation++
      this.inspection = this.inspect()
    })
  }

  /**
   * Resolves when commands can be sent. Throws `Outage` when that takes longer than `connectTimeoutMs`, or when nothing may
   * be sent to this server.
   */
  async ready(): Promise<void> {
    await whenReady(this.client, this.connectTimeoutMs, () => this.outage())
    const refusal = await this.inspection
    if (refusal === undefined) return
    this.client.disconnect(true) // somebody may have mended it
    throw new Outage('redis', refusal)
  }

  private outage(): Outage {
    const { lastError } = this
    return new Outage('redis', lastError === undefined ? 'no connection' : explainOutage(lastError), lastError)
  }

  /** Sends one packed command. Throws `Outage`, or the `ReplyError` of Redis when it is not one of an outage. */
  async send(frame: Buffer): Promise<Buffer> {
    try {
      return (await this.client.sendCommand(new PackedCommand(frame))) as Buffer
    } catch (error) {
      throw this.explain(error)
    }
  }

  async close(): Promise<void> {
    this.client.disconnect()
  }

  /**
   * Reads what the server says of itself. A refused SELECT counts as a refusal: ioredis would go on in database 0, where
   * the velocities are not.
   */
  private async inspect(): Promise<string | undefined> {
    const { handshakeError } = this
    if (handshakeError?.name === 'ReplyError') return explainOutage(handshakeError)
    try {
      const report = inspectServer(await this.client.info())
      this.onServer(report)
      return report.refusal
    } catch (error) {
      if (!(error instanceof Error)) throw error
      return error.name === 'ReplyError' ? explainOutage(error) : undefined // else the next command tells
    }
  }

  private explain(error: unknown): unknown {
    if (asksForNewConnection(error)) this.client.disconnect(true)
    return outageOf(error)
  }
}

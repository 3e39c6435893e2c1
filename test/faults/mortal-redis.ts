import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { SERVICES_DIR } from '../services/places.ts'
import { type Program, startProgram } from '../services/program.ts'
import { waitUntil } from '../services/wait-until.ts'

/** A redis-server that can die and come back on the same port with what it had written down. */
export class MortalRedis {
  readonly url: string
  private readonly port: number
  private readonly home: string
  private readonly settings: readonly string[]
  private program: Program | undefined

  /** `settings` are further arguments; unless they say otherwise it writes nothing down. */
  constructor(port: number, settings: readonly string[]) {
    mkdirSync(SERVICES_DIR, { recursive: true })
    this.port = port
    this.url = `redis://127.0.0.1:${port}`
    this.home = mkdtempSync(join(SERVICES_DIR, 'redis-mortal-'))
    this.settings = settings
  }

  async start(): Promise<void> {
    const where = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.home]
    const nothingKept = ['--save', '', '--appendonly', 'no']
    this.program = startProgram('redis-mortal', 'redis-server', [...where, ...nothingKept, ...this.settings], this.home)
    const answers = waitUntil(`Redis on port ${this.port}`, 20_000, async () => (await this.ask('PING')) === 'PONG')
    await Promise.race([this.program.ended, answers])
  }

  /** As by `kill -9`. */
  async kill(): Promise<void> {
    this.program?.kill('SIGKILL')
    await this.program?.ended.catch(() => undefined)
  }

  async killAndStart(): Promise<void> {
    await this.kill()
    await this.start()
  }

  async ask(command: string): Promise<unknown> {
    const client = new Redis(this.url, { lazyConnect: true, retryStrategy: null })
    client.on('error', () => undefined) // told by the rejected call
    try {
      await client.connect()
      return await client.call(command)
    } finally {
      client.disconnect()
    }
  }

  async stop(): Promise<void> {
    await this.program?.stop()
    rmSync(this.home, { recursive: true, force: true })
  }
}
